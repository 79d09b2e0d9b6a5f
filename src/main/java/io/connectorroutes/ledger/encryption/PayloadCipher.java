package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads payloads under whichever data key they are, and compares contents by HMAC-SHA256. What is
 * written is encrypted under the data key that counts at that moment, which another process may
 * have changed.
 */
public final class PayloadCipher {
  private final DataKeys keys;
  private final SecretKey macKey;

  PayloadCipher(DataKeys keys, byte[] macKey) {
    this.keys = keys;
    this.macKey = new SecretKeySpec(macKey, "HmacSHA256");
  }

  DataKeys keys() {
    return keys;
  }

  /**
   * The data key of that number.
   *
   * @throws DatabaseUnavailableException where this process's {@code ledger.key} leads to none any
   *     more
   */
  public EncryptionKey key(Sql sql, int number) throws SQLException {
    return keys.find(sql, number)
        .orElseThrow(() -> new DatabaseException("the ledger has no data key " + number));
  }

  /**
   * The data key for what is written in this transaction, whose lock is an account's: whoever
   * changes the data key encrypts what is written under the lock of an account with that lock.
   */
  public EncryptionKey current(Sql sql) throws SQLException {
    return key(sql, keys.current(sql));
  }

  /**
   * Refuses to go on with the change to a data key that does not count any more. Needs the locks of
   * the rows that are to be written: those that are written after a further change begins are under
   * its data key, and are not read as they are before that.
   *
   * @throws DatabaseException where another one counts
   * @throws DatabaseUnavailableException where {@code ledger.key} was changed and is not this one
   */
  public void requireCurrent(Sql sql, EncryptionKey key) throws SQLException {
    if (current(sql).number() != key.number()) {
      throw new DatabaseException(
          "this change of ledger.key was ended elsewhere and a further one has begun: this one"
              + " stops, and say the ledger rekey --new-key REF that began last again to go on");
    }
  }

  /**
   * The data key that counted when this process looked last; whoever uses it sees whether it does.
   */
  public EncryptionKey latest() {
    return keys.latest();
  }

  /**
   * Decrypts what a row has.
   *
   * @param place what it was bound to when it was encrypted
   * @param encrypted null gives null
   * @throws DatabaseException where it was altered or moved
   * @throws DatabaseUnavailableException where this process's {@code ledger.key} leads to its data
   *     key no more
   */
  public byte[] decrypt(Row row, String place, byte[] encrypted) throws SQLException {
    if (encrypted == null) {
      return null;
    }
    return keys.find(row.sql(), EncryptionKey.numberOf(encrypted))
        .orElseThrow(() -> new DatabaseException("a payload of the ledger is damaged at " + place))
        .decrypt(place, encrypted);
  }

  /** The same under that key; as it is where it is under that key. */
  public byte[] anew(Row row, EncryptionKey key, String place, byte[] encrypted)
      throws SQLException {
    return encrypted == null || EncryptionKey.numberOf(encrypted) == key.number()
        ? encrypted
        : key.encrypt(place, decrypt(row, place, encrypted));
  }

  /** HMAC-SHA256 of a content. */
  byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(macKey);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new DatabaseException("HmacSHA256 is not available in this Java runtime", e);
    }
  }
}
