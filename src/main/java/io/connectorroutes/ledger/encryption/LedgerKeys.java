package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Sql;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.ledger.LedgerSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds {@code ledger.key}, holds it against the fingerprints in the ledger, and unwraps the keys
 * that encrypt and compare. Those are made at random when the ledger is new; {@link KeyChange}
 * changes them.
 */
public final class LedgerKeys {
  private final LedgerSettings settings;
  private final Database database;

  public LedgerKeys(LedgerSettings settings, Database database) {
    this.settings = settings;
    this.database = database;
  }

  /**
   * The cipher of this ledger.
   *
   * @throws DatabaseException where the key is missing, malformed or another one
   */
  public PayloadCipher cipher() {
    List<WrappedKeys> existing = database.read(WrappedKeys::all);
    LedgerKey key = key(existing.isEmpty());
    List<WrappedKeys> all =
        existing.isEmpty() ? database.write(sql -> created(sql, key)) : existing;
    WrappedKeys wrapped =
        all.stream()
            .filter(keys -> keys.fingerprint().equals(key.fingerprint()))
            .findFirst()
            .orElseThrow(() -> isAnother(key, all));
    return new PayloadCipher(new DataKeys(key, wrapped), wrapped.macKey(key));
  }

  private static DatabaseException isAnother(LedgerKey key, List<WrappedKeys> all) {
    return new DatabaseException(
        "ledger.key is not the key of this ledger: its fingerprint is "
            + key.fingerprint()
            + ", and the ledger's is "
            + all.stream().map(WrappedKeys::fingerprint).collect(Collectors.joining(" or "))
            + "; give the key that the ledger was created with, or the one that ledger rekey gave"
            + " it since");
  }

  private static List<WrappedKeys> created(Sql sql, LedgerKey key) throws SQLException {
    WrappedKeys.wrap(
            WrappedKeys.PRESENT,
            key,
            WrappedKeys.FIRST,
            LedgerKey.randomBytes(),
            null,
            LedgerKey.randomBytes())
        .writeUnlessThere(sql);
    // Another worker may have been first: the row that is there counts.
    return WrappedKeys.all(sql);
  }

  private LedgerKey key(boolean newLedger) {
    if (settings.key() != null) {
      return LedgerKey.of(settings.key(), "ledger.key");
    }
    if (settings.keyFile() == null) {
      throw new DatabaseException("ledger.key is missing: give a 256-bit key in base64");
    }
    try {
      return new KeyFile(settings.keyFile()).read(newLedger);
    } catch (IOException e) {
      throw new DatabaseException(FileErrors.unusable(e), e);
    }
  }
}
