package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.order.TargetKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows of table {@code known_object}. Names are bounded as in {@link TargetKey}. */
public final class KnownObjects {
  private KnownObjects() {}

  /** Notes that an object was seen; when it was first seen stays, its name is the newest one. */
  public static void seen(Sql sql, long accountId, KnownObject object, Instant now)
      throws SQLException {
    String name = object.name() == null ? null : TargetKey.bounded(object.name());
    sql.update(
        """
        INSERT INTO known_object (account_id, kind, object_id, name, first_seen)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (account_id, kind, object_id) DO UPDATE SET name = excluded.name
        WHERE excluded.name IS NOT NULL
          AND (known_object.name IS NULL OR known_object.name <> excluded.name)
        """,
        accountId,
        object.kind().name(),
        object.id(),
        name,
        now);
  }

  /** Notes that objects were seen, and nothing of their names. */
  public static void seen(Sql sql, long accountId, Set<KnownObject> objects, Instant now)
      throws SQLException {
    List<Object[]> rows =
        objects.stream()
            .map(object -> new Object[] {accountId, object.kind().name(), object.id(), now})
            .toList();
    sql.updateAll(
        """
        INSERT INTO known_object (account_id, kind, object_id, first_seen)
        SELECT v.column1, v.column2, v.column3, v.column4 FROM %s AS v WHERE TRUE
        ON CONFLICT (account_id, kind, object_id) DO NOTHING
        """,
        rows);
  }

  /** Notes that a change of ours created an object that is noted already. */
  public static void created(Sql sql, long accountId, KnownObject object, Instant now)
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

  /** Notes that an object is gone: nobody has its name by it any more. */
  public static void gone(Sql sql, long accountId, ObjectKind kind, String id) throws SQLException {
    sql.update(
        "UPDATE known_object SET name = NULL WHERE account_id = ? AND kind = ? AND object_id = ?",
        accountId,
        kind.name(),
        id);
  }

  /** The id of the one object that is known to have that name; empty for none and for several. */
  public static Optional<String> named(Sql sql, long accountId, String kind, String name)
      throws SQLException {
    List<String> ids =
        sql.list(
            """
            SELECT object_id FROM known_object
            WHERE account_id = ? AND kind = ? AND name = ? LIMIT 2
            """,
            row -> row.text("object_id"),
            accountId,
            kind,
            name);
    return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
  }

  /** Whether several objects are known to have that name. */
  public static boolean isAmbiguous(Sql sql, long accountId, String kind, String name)
      throws SQLException {
    return sql.exists(
        """
        SELECT 1 FROM known_object WHERE account_id = ? AND kind = ? AND name = ?
        LIMIT 1 OFFSET 1
        """,
        accountId,
        kind,
        name);
  }

  /** The name that an object is known to have. */
  public static Optional<String> nameOf(Sql sql, long accountId, ObjectKind kind, String id)
      throws SQLException {
    return sql.first(
        """
        SELECT name FROM known_object
        WHERE account_id = ? AND kind = ? AND object_id = ? AND name IS NOT NULL
        """,
        row -> row.text("name"),
        accountId,
        kind.name(),
        id);
  }
}
