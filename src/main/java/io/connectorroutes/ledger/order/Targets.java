package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Rows of the tables {@code target} and {@code target_alias}. */
final class Targets {

  /**
   * A target.
   *
   * @param objectKey the key, by id, of the object that it is; null while that is not known, and
   *     once it is gone
   */
  record Found(long id, String objectKey) {}

  private Targets() {}

  static Optional<Found> find(Sql sql, long accountId, String key) throws SQLException {
    return sql.first(
        """
        SELECT t.id, t.object_key FROM target_alias a JOIN target t ON t.id = a.target_id
        WHERE a.account_id = ? AND a.line_key = ?
        """,
        row -> new Found(row.number("id"), row.text("object_key")),
        accountId,
        key);
  }

  /** A new target that is addressed by that key. */
  static Found create(Sql sql, long accountId, String key, String objectKey) throws SQLException {
    long id =
        sql.number(
                "INSERT INTO target (account_id, object_key) VALUES (?, ?) RETURNING id AS n",
                accountId,
                objectKey)
            .orElseThrow();
    lead(sql, accountId, key, id);
    return new Found(id, objectKey);
  }

  /**
   * New targets for those changes whose keys lead to none.
   *
   * @param isObject whether a key is that of an object, by id
   */
  static void create(Sql sql, List<Long> seqs, Predicate<String> isObject) throws SQLException {
    record Created(long id, long accountId, String key) {}
    Object[] changes = Sql.padded(seqs.toArray());
    List<Created> created =
        sql.list(
            """
            INSERT INTO target (account_id, object_key)
            SELECT DISTINCT c.account_id, c.line_key FROM change c
            WHERE NOT EXISTS (SELECT 1 FROM target_alias a
                WHERE a.account_id = c.account_id AND a.line_key = c.line_key)
              AND c.seq IN
            """
                + Sql.in(changes.length)
                + " RETURNING id, account_id, object_key",
            row -> new Created(row.number("id"), row.number("account_id"), row.text("object_key")),
            changes);
    sql.updateEach(
        "INSERT INTO target_alias (account_id, line_key, target_id) VALUES (?, ?, ?)",
        created.stream().map(one -> new Object[] {one.accountId, one.key, one.id}).toList());
    sql.updateEach(
        "UPDATE target SET object_key = NULL WHERE id = ?",
        created.stream()
            .filter(one -> !isObject.test(one.key))
            .map(one -> new Object[] {one.id})
            .toList());
  }

  /** From now on the key leads to that target. */
  static void lead(Sql sql, long accountId, String key, long targetId) throws SQLException {
    sql.update(
        """
        INSERT INTO target_alias (account_id, line_key, target_id) VALUES (?, ?, ?)
        ON CONFLICT (account_id, line_key) DO UPDATE SET target_id = excluded.target_id
        """,
        accountId,
        key,
        targetId);
  }

  /** The key leads nowhere any more. */
  static void forget(Sql sql, long accountId, String key) throws SQLException {
    sql.update("DELETE FROM target_alias WHERE account_id = ? AND line_key = ?", accountId, key);
  }

  /** The keys that lead to a target. */
  static List<String> keys(Sql sql, long targetId) throws SQLException {
    return sql.list(
        "SELECT line_key FROM target_alias WHERE target_id = ? ORDER BY line_key",
        row -> row.text("line_key"),
        targetId);
  }

  static void setObject(Sql sql, long targetId, String objectKey) throws SQLException {
    sql.update("UPDATE target SET object_key = ? WHERE id = ?", objectKey, targetId);
  }

  /**
   * Notes what was applied to targets.
   *
   * @param applied the change of each target
   */
  static void applied(Sql sql, Map<Long, ChangeRow> applied) throws SQLException {
    List<Object[]> positions = new ArrayList<>();
    List<Object[]> revisions = new ArrayList<>();
    applied.forEach(
        (target, change) -> {
          positions.add(new Object[] {change.position(), target});
          if (change.revision() != null) {
            revisions.add(new Object[] {change.revision(), target, change.revision()});
          }
        });
    sql.updateAll(
        "UPDATE target SET applied_position = v.column1 FROM %s AS v WHERE id = v.column2",
        positions);
    sql.updateEach(
        """
        UPDATE target SET last_revision = ?
        WHERE id = ? AND (last_revision IS NULL OR last_revision < ?)
        """,
        revisions);
  }
}
