package io.connectorroutes.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** What differs between the two databases. */
public interface Dialect {
  /** Appended to a select whose row is to be locked; waits for it. */
  String forUpdate();

  /** Appended to a select that takes the first row that nobody else holds. */
  String skipLocked();

  /** Placeholders of the migration script. */
  Map<String, String> types();

  /**
   * Whether the error means that the database is away, busy, full or broken: nothing is wrong with
   * what was asked, so that a later call may do.
   */
  boolean isAway(SQLException error);

  /** Where the disk is full that the error tells of; empty where it tells of anything else. */
  Optional<String> fullDisk(SQLException error);
}
