package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The data keys that this process has unwrapped. One that it does not know yet was made by a rekey
 * meanwhile, and is looked for in the ledger, as far as that is committed. Safe for use by several
 * threads.
 */
final class DataKeys {
  private final LedgerKey ledgerKey;

  /** By number: the one that counts, and the one before while payloads under it may be left. */
  private volatile Map<Integer, EncryptionKey> known;

  private volatile EncryptionKey latest;

  /** Those in a row that this {@code ledger.key} wraps. */
  DataKeys(LedgerKey ledgerKey, WrappedKeys wrapped) {
    this.ledgerKey = ledgerKey;
    learn(wrapped);
  }

  LedgerKey ledgerKey() {
    return ledgerKey;
  }

  /** The number of the data key that counts now. */
  int current(Sql sql) throws SQLException {
    return sql.first("SELECT data_key FROM numbering WHERE id = 1", row -> row.count("data_key"))
        .orElseThrow();
  }

  /**
   * The key of that number; empty where there is none.
   *
   * @throws DatabaseUnavailableException where {@code ledger.key} was changed and is not this one
   *     any more: what there is to do waits for a process that has the new one
   */
  Optional<EncryptionKey> find(Sql sql, int number) throws SQLException {
    EncryptionKey key = known.get(number);
    if (key == null) {
      learn(wrapped(sql));
      key = known.get(number);
    }
    return Optional.ofNullable(key);
  }

  /** The key that counted when this process looked last. */
  EncryptionKey latest() {
    return latest;
  }

  /** The row that this {@code ledger.key} wraps. */
  WrappedKeys wrapped(Sql sql) throws SQLException {
    return WrappedKeys.all(sql).stream()
        .filter(keys -> keys.fingerprint().equals(ledgerKey.fingerprint()))
        .findFirst()
        .orElseThrow(
            () ->
                new DatabaseUnavailableException(
                    "ledger.key was changed, and this process still has the one of before: restart"
                        + " it with the new one",
                    null));
  }

  private void learn(WrappedKeys wrapped) {
    EncryptionKey current = new EncryptionKey(wrapped.number(), wrapped.dataKey(ledgerKey));
    byte[] former = wrapped.formerDataKey(ledgerKey);
    int before = EncryptionKey.before(wrapped.number());
    known =
        former == null
            ? Map.of(wrapped.number(), current)
            : Map.of(wrapped.number(), current, before, new EncryptionKey(before, former));
    latest = current;
  }
}
