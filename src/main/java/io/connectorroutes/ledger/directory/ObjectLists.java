package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.text.Sha256;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Rows of table {@code object_list}: the lists of one kind in one account. */
final class ObjectLists {
  /** So much of a page's SHA-256 is kept, to tell whether a list leads back to it. */
  private static final int HASH_BYTES = 8;

  /**
   * A list of which pages are being read.
   *
   * @param number of the list
   * @param startedAt when its first page was asked for
   * @param ownFrom our own changes settled since then win over its pages
   * @param pagesRead the hashes of the pages' paths, one behind the other
   */
  record Unfinished(long number, Instant startedAt, Instant ownFrom, byte[] pagesRead) {
    int pages() {
      return pagesRead.length / HASH_BYTES;
    }

    boolean isRead(String path) {
      byte[] hash = Sha256.of(path);
      for (int at = 0; at < pagesRead.length; at += HASH_BYTES) {
        if (Arrays.equals(pagesRead, at, at + HASH_BYTES, hash, 0, HASH_BYTES)) {
          return true;
        }
      }
      return false;
    }
  }

  private final ObjectCipher cipher;
  private final Duration ownChangesWin;

  /**
   * @param ownChangesWin our own changes that were settled so long before a list began win over its
   *     pages, since what is read can be older than what was written
   */
  ObjectLists(ObjectCipher cipher, Duration ownChangesWin) {
    this.cipher = cipher;
    this.ownChangesWin = ownChangesWin;
  }

  /** The list that is being read. */
  Optional<Unfinished> unfinished(Sql sql, long accountId, ObjectKind kind) throws SQLException {
    return sql.first(
        """
        SELECT last_no, started_at, own_from, pages_read FROM object_list
        WHERE account_id = ? AND kind = ? AND started_at IS NOT NULL
        """,
        ObjectLists::unfinished,
        accountId,
        kind.name());
  }

  /** The list that is being read, of its row. */
  static Unfinished unfinished(Row row) throws SQLException {
    return new Unfinished(
        row.number("last_no"),
        row.time("started_at"),
        row.time("own_from"),
        row.bytes("pages_read"));
  }

  /** A list begins; one that is being read is given up. */
  Unfinished begin(Sql sql, long accountId, ObjectKind kind, Instant startedAt)
      throws SQLException {
    Instant ownFrom = startedAt.minus(ownChangesWin);
    byte[] none = {};
    long number =
        sql.number(
                """
                INSERT INTO object_list (account_id, kind, last_no, started_at, own_from, pages_read)
                VALUES (?, ?, 1, ?, ?, ?)
                ON CONFLICT (account_id, kind) DO UPDATE SET last_no = object_list.last_no + 1,
                  started_at = excluded.started_at, own_from = excluded.own_from,
                  next_page = NULL, pages_read = excluded.pages_read
                RETURNING last_no AS n
                """,
                accountId,
                kind.name(),
                startedAt,
                ownFrom,
                none)
            .orElseThrow();
    return new Unfinished(number, startedAt, ownFrom, none);
  }

  /** The list goes on at that path. */
  void goOn(Sql sql, long accountId, ObjectKind kind, Unfinished list, String nextPage)
      throws SQLException {
    sql.update(
        """
        UPDATE object_list SET next_page = ?, pages_read = ? WHERE account_id = ? AND kind = ?
        """,
        cipher.nextPage(cipher.key(sql), accountId, kind, nextPage),
        ByteBuffer.allocate(list.pagesRead.length + HASH_BYTES)
            .put(list.pagesRead)
            .put(Sha256.of(nextPage), 0, HASH_BYTES)
            .array(),
        accountId,
        kind.name());
  }

  /** The list is whole: what it did not show is not there. */
  void end(Sql sql, long accountId, ObjectKind kind) throws SQLException {
    sql.update(
        """
        UPDATE object_list SET whole_no = last_no, whole_at = started_at,
          whole_own_from = own_from, wrong = 0, started_at = NULL, next_page = NULL,
          pages_read = NULL
        WHERE account_id = ? AND kind = ?
        """,
        accountId,
        kind.name());
  }

  /** The list that is being read is given up. */
  void giveUp(Sql sql, long accountId, ObjectKind kind) throws SQLException {
    sql.update(
        """
        UPDATE object_list SET started_at = NULL, next_page = NULL, pages_read = NULL
        WHERE account_id = ? AND kind = ? AND started_at IS NOT NULL
        """,
        accountId,
        kind.name());
  }

  /** What the lists show is wrong somewhere: names are resolved by the next one. */
  void wrong(Sql sql, long accountId, ObjectKind kind) throws SQLException {
    sql.update(
        """
        UPDATE object_list SET wrong = 1, started_at = NULL, next_page = NULL, pages_read = NULL
        WHERE account_id = ? AND kind = ?
        """,
        accountId,
        kind.name());
  }
}
