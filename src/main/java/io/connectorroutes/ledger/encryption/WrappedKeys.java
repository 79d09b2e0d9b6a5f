package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * A row of table {@code ledger_key}: the ledger's keys, wrapped by one {@code ledger.key}.
 *
 * @param id {@link #PRESENT} or {@link #NEXT}
 * @param fingerprint of that {@code ledger.key}
 * @param number of the data key
 * @param dataKey what payloads are encrypted with
 * @param formerDataKey what payloads may be encrypted with as well; null while there is none
 * @param macKey what contents are compared by
 */
record WrappedKeys(
    int id, String fingerprint, int number, byte[] dataKey, byte[] formerDataKey, byte[] macKey) {
  /** The first data key of a ledger. */
  static final int FIRST = 1;

  /** The row of the key that the ledger has. */
  static final int PRESENT = 1;

  /** The row of the key that it is to have. */
  static final int NEXT = 2;

  private static final String MAC_PLACE = "ledger_key.mac_key";

  /** All of them, the present one first. */
  static List<WrappedKeys> all(Sql sql) throws SQLException {
    return sql.list(
        """
        SELECT k.id, k.fingerprint, k.data_key, k.former_data_key, k.mac_key, n.data_key AS number
        FROM ledger_key k JOIN numbering n ON n.id = 1 ORDER BY k.id
        """,
        WrappedKeys::of);
  }

  private static WrappedKeys of(Row row) throws SQLException {
    return new WrappedKeys(
        row.count("id"),
        row.text("fingerprint"),
        row.count("number"),
        row.bytes("data_key"),
        row.bytes("former_data_key"),
        row.bytes("mac_key"));
  }

  /** Keys wrapped by a {@code ledger.key}. */
  static WrappedKeys wrap(
      int id, LedgerKey by, int number, byte[] dataKey, byte[] formerDataKey, byte[] macKey) {
    return new WrappedKeys(
        id,
        by.fingerprint(),
        number,
        by.wrapper().encrypt(place(number), dataKey),
        by.wrapper().encrypt(place(EncryptionKey.before(number)), formerDataKey),
        by.wrapper().encrypt(MAC_PLACE, macKey));
  }

  byte[] dataKey(LedgerKey by) {
    return by.wrapper().decrypt(place(number), dataKey);
  }

  /** Null where there is none. */
  byte[] formerDataKey(LedgerKey by) {
    return formerDataKey == null
        ? null
        : by.wrapper().decrypt(place(EncryptionKey.before(number)), formerDataKey);
  }

  byte[] macKey(LedgerKey by) {
    return by.wrapper().decrypt(MAC_PLACE, macKey);
  }

  /** Writes it in the place of what the row has. */
  void write(Sql sql) throws SQLException {
    insert(
        sql,
        """
        DO UPDATE SET fingerprint = excluded.fingerprint, data_key = excluded.data_key,
          former_data_key = excluded.former_data_key, mac_key = excluded.mac_key
        """);
  }

  /** Writes it, where the row is not there yet. */
  void writeUnlessThere(Sql sql) throws SQLException {
    insert(sql, "DO NOTHING");
  }

  private void insert(Sql sql, String onConflict) throws SQLException {
    sql.update(
        "INSERT INTO ledger_key (id, fingerprint, data_key, former_data_key, mac_key)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) "
            + onConflict,
        id,
        fingerprint,
        dataKey,
        formerDataKey,
        macKey);
  }

  /** The first one had no number in its place. */
  private static String place(int number) {
    return number == FIRST ? "ledger_key.data_key" : "ledger_key.data_key:" + number;
  }

  @Override
  public String toString() {
    return "WrappedKeys[" + fingerprint + "]";
  }
}
