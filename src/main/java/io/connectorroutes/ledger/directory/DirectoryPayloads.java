package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import java.sql.SQLException;
import java.util.List;

/**
 * What the directory has encrypted. What cannot be read is forgotten: the next list shows it again.
 */
public final class DirectoryPayloads {
  /** So many objects are encrypted anew in one transaction. */
  private static final int MOST = 200;

  private static final String OBJECTS_UNDER_ANOTHER_KEY =
      " FROM known_object WHERE account_id = ?"
          + " AND (substr(target_url, 1, 1) <> ? OR substr(authentication, 1, 1) <> ?)";

  private static final String LISTS_UNDER_ANOTHER_KEY =
      " FROM object_list WHERE account_id = ? AND substr(next_page, 1, 1) <> ?";

  private final ObjectCipher cipher;

  public DirectoryPayloads(PayloadCipher payloads) {
    this.cipher = new ObjectCipher(payloads);
  }

  /** Whether something of an account is under another key. */
  public boolean isAnyLeft(Sql sql, long accountId, EncryptionKey key) throws SQLException {
    return sql.exists(
            "SELECT 1" + OBJECTS_UNDER_ANOTHER_KEY + " LIMIT 1", accountId, key.mark(), key.mark())
        || sql.exists("SELECT 1" + LISTS_UNDER_ANOTHER_KEY, accountId, key.mark());
  }

  /**
   * Encrypts some of what an account has anew. Needs the account's lock.
   *
   * @return how many rows; none where nothing is left
   */
  public int anew(Sql sql, long accountId, EncryptionKey key) throws SQLException {
    List<Object[]> objects =
        sql.list(
            "SELECT account_id, kind, object_id, target_url, authentication"
                + OBJECTS_UNDER_ANOTHER_KEY
                + " LIMIT ?",
            row -> objectAnew(row, key),
            accountId,
            key.mark(),
            key.mark(),
            MOST);
    sql.updateEach(
        "UPDATE known_object SET target_url = ?, authentication = ?"
            + " WHERE account_id = ? AND kind = ? AND object_id = ?",
        objects);
    List<Object[]> lists =
        sql.list(
            "SELECT account_id, kind, next_page" + LISTS_UNDER_ANOTHER_KEY,
            row -> listAnew(row, key),
            accountId,
            key.mark());
    for (Object[] list : lists) {
      if (list[0] == null) {
        sql.update(
            "UPDATE object_list SET started_at = NULL, next_page = NULL, pages_read = NULL"
                + " WHERE account_id = ? AND kind = ?",
            list[1],
            list[2]);
      } else {
        sql.update("UPDATE object_list SET next_page = ? WHERE account_id = ? AND kind = ?", list);
      }
    }
    return objects.size() + lists.size();
  }

  private Object[] objectAnew(Row row, EncryptionKey key) throws SQLException {
    ObjectKind kind = ObjectKind.valueOf(row.text("kind"));
    return new Object[] {
      cipher.targetUrlAnew(row, kind, key),
      cipher.authenticationAnew(row, kind, key),
      row.number("account_id"),
      kind.name(),
      row.text("object_id")
    };
  }

  private Object[] listAnew(Row row, EncryptionKey key) throws SQLException {
    ObjectKind kind = ObjectKind.valueOf(row.text("kind"));
    return new Object[] {
      cipher.nextPageAnew(row, kind, key), row.number("account_id"), kind.name()
    };
  }
}
