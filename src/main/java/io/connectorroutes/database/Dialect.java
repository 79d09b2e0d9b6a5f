package io.connectorroutes.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What differs between the two databases. */
public interface Dialect {
  /** Appended to a select whose row is to be locked; waits for it. */
  String forUpdate();

  /** Appended to a select that takes the first row that nobody else holds. */
  String skipLocked();

  /**
   * Put before the conditions of a select: transactions that begin with it go one after the other,
   * each until its end. Empty where all that write do so anyway.
   *
   * @param lock the same number for those that wait for each other
   */
  String oneAtATime(long lock);

  /**
   * A join of the list of values {@code v} with one row of a table, as {@code found}: the first one
   * of a query that depends on {@code v}.
   *
   * @param columns of the table that are read, comma separated
   * @param table alias {@code t} in the query
   * @param query the conditions and the order
   */
  String joinFirst(String columns, String table, String query);

  /**
   * A query for the transactions under way that may have written to a table, as column {@code
   * writer}; empty where rows are committed in the order of their ids.
   */
  Optional<String> writersOf(String table);

  /** Statements that name the primary key of a table after it; none where it has no name. */
  List<String> renamedKey(String table, String key);

  /** The name of the script that has all migrations. */
  String schemaScript();

  /** Placeholders of the migration script. */
  Map<String, String> types();

  /**
   * Whether the error means that the database is away, busy, full or broken: nothing is wrong with
   * what was asked, so that a later call may do.
   */
  boolean isAway(SQLException error);

  /** Where the disk is full that the error tells of; empty where it tells of anything else. */
  Optional<String> fullDisk(SQLException error);

  /** What the error means and what to do, in a line; empty where its own words have to do. */
  default Optional<String> advice(SQLException error) {
    return fullDisk(error).map(place -> "the disk of the ledger is full, make room in " + place);
  }

  /**
   * What this transaction deletes from now on is to leave nothing where it was, where that can be
   * had.
   */
  void eraseDeleted(Sql sql) throws SQLException;

  /**
   * What was erased is to be gone from the log of changes as well, as far as nobody reads it. In no
   * transaction.
   */
  void eraseLog(Sql sql) throws SQLException;
}
