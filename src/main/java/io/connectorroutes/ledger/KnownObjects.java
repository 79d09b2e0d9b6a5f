package io.connectorroutes.ledger;

import java.sql.SQLException;
import java.time.Instant;

/** Rows of table {@code known_object}. */
final class KnownObjects {
  private KnownObjects() {}

  /** Notes that an object was seen; when it was first seen stays. */
  static void seen(Sql sql, long accountId, KnownObject object, Instant now) throws SQLException {
    sql.update(
        """
        INSERT INTO known_object (account_id, kind, object_id, first_seen) VALUES (?, ?, ?, ?)
        ON CONFLICT (account_id, kind, object_id) DO NOTHING
        """,
        accountId,
        object.kind().name(),
        object.id(),
        now);
  }

  /** Notes that a change of ours created an object that is noted already. */
  static void created(Sql sql, long accountId, KnownObject object, Instant now)
      throws SQLException {
    sql.update(
        """
        UPDATE known_object SET created_at = ?
        WHERE account_id = ? AND kind = ? AND object_id = ?
        """,
        now,
        accountId,
        object.kind().name(),
        object.id());
  }
}
