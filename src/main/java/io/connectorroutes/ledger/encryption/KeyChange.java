package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The change from one {@code ledger.key} to another, which brings a new data key. From its begin to
 * its end the ledger's keys are wrapped by both. The key that contents are compared by stays.
 */
public final class KeyChange {
  private final DataKeys keys;

  /** A change in the ledger that was opened by that cipher. */
  public KeyChange(PayloadCipher cipher) {
    this.keys = cipher.keys();
  }

  /**
   * Begins; where the same change has begun before, nothing is altered. Needs the lock of the
   * numbers of changes: what has it later encrypts by the new data key.
   *
   * @param newKey base64
   * @throws DatabaseException where it is no key, or the one that the ledger has
   */
  public void begin(Sql sql, String newKey) throws SQLException {
    LedgerKey next = LedgerKey.of(newKey, "--new-key");
    Optional<WrappedKeys> begun = begun(sql);
    if (begun.isPresent() && begun.get().fingerprint().equals(next.fingerprint())) {
      return;
    }
    WrappedKeys own = keys.wrapped(sql);
    if (next.fingerprint().equals(own.fingerprint())) {
      throw new DatabaseException(
          "--new-key is the ledger.key that the ledger has: give another one (openssl rand -base64"
              + " 32)");
    }
    if (own.id() == WrappedKeys.NEXT) {
      throw new DatabaseException(
          "the change to the key with the fingerprint "
              + own.fingerprint()
              + " is not finished: end it first with ledger rekey --finish");
    }
    LedgerKey ledgerKey = keys.ledgerKey();
    byte[] macKey = own.macKey(ledgerKey);
    if (begun.isPresent()) {
      // To another key than before: the one given then is of no use any more.
      WrappedKeys.wrap(
              WrappedKeys.NEXT,
              next,
              own.number(),
              own.dataKey(ledgerKey),
              own.formerDataKey(ledgerKey),
              macKey)
          .write(sql);
      return;
    }
    int number = EncryptionKey.after(own.number());
    byte[] dataKey = LedgerKey.randomBytes();
    byte[] former = own.dataKey(ledgerKey);
    WrappedKeys.wrap(WrappedKeys.PRESENT, ledgerKey, number, dataKey, former, macKey).write(sql);
    WrappedKeys.wrap(WrappedKeys.NEXT, next, number, dataKey, former, macKey).write(sql);
    sql.update("UPDATE numbering SET data_key = ? WHERE id = 1", number);
  }

  /**
   * Refuses to end a change.
   *
   * @throws DatabaseException where none has begun, or this process has the key of before: whoever
   *     has that one is to have the new one first
   */
  public void requireNewKey(Sql sql) throws SQLException {
    WrappedKeys next =
        begun(sql)
            .orElseThrow(
                () ->
                    new DatabaseException(
                        "no change of ledger.key has begun: begin one with ledger rekey --new-key"
                            + " REF"));
    if (!next.fingerprint().equals(keys.ledgerKey().fingerprint())) {
      throw new DatabaseException(
          "ledger.key is still the one of before: put the new one in its place, whose fingerprint"
              + " is "
              + next.fingerprint()
              + ", restart the workers with it, then say ledger rekey --finish again");
    }
  }

  /**
   * Ends it: the {@code ledger.key} of before and the data key of before are of no use any more.
   * Needs the lock of the numbers of changes.
   */
  public void finish(Sql sql) throws SQLException {
    LedgerKey ledgerKey = keys.ledgerKey();
    WrappedKeys own = keys.wrapped(sql);
    sql.update("DELETE FROM ledger_key WHERE id = ?", WrappedKeys.NEXT);
    WrappedKeys.wrap(
            WrappedKeys.PRESENT,
            ledgerKey,
            own.number(),
            own.dataKey(ledgerKey),
            null,
            own.macKey(ledgerKey))
        .write(sql);
  }

  private static Optional<WrappedKeys> begun(Sql sql) throws SQLException {
    return WrappedKeys.all(sql).stream().filter(keys -> keys.id() == WrappedKeys.NEXT).findFirst();
  }
}
