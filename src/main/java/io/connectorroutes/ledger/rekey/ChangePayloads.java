package io.connectorroutes.ledger.rekey;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import io.connectorroutes.ledger.encryption.Payloads;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The payloads of changes, from the first change to the last. */
final class ChangePayloads {
  /** So many changes are looked through by one query. */
  private static final int WINDOW = 5_000;

  /** So many are encrypted anew in one transaction, and so many bytes of them, save for one row. */
  private static final int MOST_ROWS = 100;

  private static final long MOST_BYTES = 4 << 20;

  /** Compares what payloads begin with. A payload that is not there is under no key. */
  private static final String UNDER_ANOTHER_KEY =
      "(substr(payload, 1, 1) <> ? OR substr(original, 1, 1) <> ?)";

  private record Found(long seq, long bytes) {}

  private final Database database;
  private final PayloadCipher cipher;
  private final Payloads payloads;

  /** The ids of those of which no key reads a column. */
  private final Set<String> damaged = new LinkedHashSet<>();

  /** The numbers of those of which nothing is left to encrypt anew. */
  private final Set<Long> done = new LinkedHashSet<>();

  /** A column as it is to be. */
  @FunctionalInterface
  private interface Column {
    byte[] anew(Row row, EncryptionKey key) throws SQLException;
  }

  private long encrypted;
  private long lookedThrough;
  private long last;

  ChangePayloads(Database database, PayloadCipher cipher) {
    this.database = database;
    this.cipher = cipher;
    this.payloads = new Payloads(cipher);
  }

  /** Begins at the first one. */
  void restart() {
    lookedThrough = 0;
    last =
        database.read(sql -> sql.number("SELECT last AS n FROM numbering WHERE id = 1")).orElse(0L);
  }

  /** Whether all were looked through since the last {@link #restart}. */
  boolean isThrough() {
    return lookedThrough >= last;
  }

  /**
   * Looks through some more, and encrypts those anew that are under another key and that nobody has
   * locked.
   *
   * @throws DatabaseException where that key does not count any more
   */
  void next(EncryptionKey key) {
    List<Long> found = find(key);
    if (!found.isEmpty()) {
      encrypted += database.write(sql -> anew(sql, key, found));
    }
  }

  /** Whether one is left that another key reads; looks through all of them. */
  boolean isAnyLeft(EncryptionKey key) {
    restart();
    while (!isThrough()) {
      for (long seq : find(key)) {
        if (database.read(sql -> isReadable(sql, key, seq))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The numbers of the next ones that are under another key. */
  private List<Long> find(EncryptionKey key) {
    long until = Math.min(last, lookedThrough + WINDOW);
    List<Found> found =
        database.read(
            sql ->
                sql.list(
                    "SELECT seq, COALESCE(length(payload), 0) + COALESCE(length(original), 0)"
                        + " AS bytes FROM change WHERE seq > ? AND seq <= ? AND "
                        + UNDER_ANOTHER_KEY
                        + " ORDER BY seq LIMIT ?",
                    row -> new Found(row.number("seq"), row.number("bytes")),
                    lookedThrough,
                    until,
                    key.mark(),
                    key.mark(),
                    MOST_ROWS + 1));
    lookedThrough = until;
    List<Long> some = new ArrayList<>();
    long bytes = 0;
    for (Found one : found) {
      bytes += one.bytes;
      if (some.size() == MOST_ROWS || (bytes > MOST_BYTES && !some.isEmpty())) {
        lookedThrough = one.seq - 1;
        break;
      }
      some.add(one.seq);
    }
    return some.stream().filter(seq -> !done.contains(seq)).toList();
  }

  /** A row that somebody else has locked is left for later: nobody waits for another then. */
  private int anew(Sql sql, EncryptionKey key, List<Long> seqs) throws SQLException {
    Object[] arguments = Sql.padded(seqs.toArray());
    List<Object[]> anew = new ArrayList<>();
    sql.list(
        "SELECT seq, change_id, payload, original FROM change WHERE seq IN "
            + Sql.in(arguments.length)
            + " ORDER BY seq"
            + database.dialect().skipLocked(),
        row -> anew.add(rowAnew(row, key)),
        arguments);
    // With the locks held: whoever begins another change from now on finds these rows later.
    cipher.requireCurrent(sql, key);
    anew.removeIf(row -> row.length == 0);
    sql.updateEach("UPDATE change SET payload = ?, original = ? WHERE seq = ?", anew);
    return anew.size();
  }

  /** Empty where nothing of it is to be altered. */
  private Object[] rowAnew(Row row, EncryptionKey key) throws SQLException {
    byte[] payload = columnAnew(row, key, "payload", payloads::changeAnew);
    byte[] original = columnAnew(row, key, "original", payloads::originalAnew);
    if (Arrays.equals(payload, row.bytes("payload"))
        && Arrays.equals(original, row.bytes("original"))) {
      done.add(row.number("seq"));
      return new Object[0];
    }
    return new Object[] {payload, original, row.number("seq")};
  }

  /** Where one column is damaged, it stays as it is; the other one is nonetheless under the key. */
  private byte[] columnAnew(Row row, EncryptionKey key, String name, Column column)
      throws SQLException {
    try {
      return column.anew(row, key);
    } catch (DatabaseException e) {
      damaged.add(row.text("change_id"));
      return row.bytes(name);
    }
  }

  private boolean isReadable(Sql sql, EncryptionKey key, long seq) throws SQLException {
    return sql.list(
            "SELECT seq, change_id, payload, original FROM change WHERE seq = ?",
            row -> rowAnew(row, key).length > 0,
            seq)
        .contains(true);
  }

  long encrypted() {
    return encrypted;
  }

  int percent() {
    return last == 0 ? 100 : (int) (lookedThrough * 100 / last);
  }

  List<String> damaged() {
    return List.copyOf(damaged);
  }
}
