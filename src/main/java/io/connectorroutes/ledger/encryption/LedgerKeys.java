package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Sql;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.ledger.LedgerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Finds {@code ledger.key}, holds it against the fingerprint in the ledger, and unwraps the keys
 * that encrypt and compare. Those are made at random when the ledger is new and stay when {@code
 * ledger.key} is rotated.
 */
public final class LedgerKeys {
  private static final int KEY_BYTES = 32;
  private static final String DATA_PLACE = "ledger_key.data_key";
  private static final String MAC_PLACE = "ledger_key.mac_key";

  /** The row of the keys. */
  private record Wrapped(String fingerprint, byte[] dataKey, byte[] macKey) {
    @Override
    public String toString() {
      return "Wrapped[" + fingerprint + "]";
    }
  }

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
    Optional<Wrapped> existing = database.read(LedgerKeys::stored);
    byte[] key = key(existing.isEmpty());
    String fingerprint = fingerprint(key);
    PayloadCipher wrapper = new PayloadCipher(key, null);
    Wrapped wrapped =
        existing.isPresent()
            ? existing.get()
            : database.write(sql -> created(sql, wrapper, fingerprint));
    if (!wrapped.fingerprint.equals(fingerprint)) {
      throw new DatabaseException(
          "ledger.key is not the key of this ledger: its fingerprint is "
              + fingerprint
              + ", the ledger was written with "
              + wrapped.fingerprint
              + "; give the key that the ledger was created with");
    }
    return new PayloadCipher(
        wrapper.decrypt(DATA_PLACE, wrapped.dataKey), wrapper.decrypt(MAC_PLACE, wrapped.macKey));
  }

  private static Optional<Wrapped> stored(Sql sql) throws SQLException {
    return sql.first(
        "SELECT fingerprint, data_key, mac_key FROM ledger_key WHERE id = 1",
        row -> new Wrapped(row.text("fingerprint"), row.bytes("data_key"), row.bytes("mac_key")));
  }

  private static Wrapped created(Sql sql, PayloadCipher wrapper, String fingerprint)
      throws SQLException {
    sql.update(
        """
        INSERT INTO ledger_key (id, fingerprint, data_key, mac_key) VALUES (1, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """,
        fingerprint,
        wrapper.encrypt(DATA_PLACE, randomKey()),
        wrapper.encrypt(MAC_PLACE, randomKey()));
    // Another worker may have been first: the row that is there counts.
    return stored(sql).orElseThrow();
  }

  private byte[] key(boolean newLedger) {
    if (settings.key() != null) {
      return decoded(settings.key(), "ledger.key");
    }
    if (settings.keyFile() == null) {
      throw new DatabaseException("ledger.key is missing: give a 256-bit key in base64");
    }
    try {
      return keyInFile(settings.keyFile(), newLedger);
    } catch (IOException e) {
      throw new DatabaseException("the key file " + settings.keyFile() + " cannot be used", e);
    }
  }

  private static byte[] keyInFile(Path file, boolean newLedger) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new DatabaseException(
          "the ledger's key file "
              + file
              + " is a link: put the file itself there, or set ledger.key=file:PATH");
    }
    PrivateFiles.tighten(file.toAbsolutePath().getParent());
    PrivateFiles.tighten(file);
    if (Files.exists(file)) {
      return decoded(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
    }
    if (!newLedger) {
      throw new DatabaseException(
          "the ledger's key file " + file + " is missing: restore it, or set ledger.key");
    }
    byte[] key = randomKey();
    PrivateFiles.write(file, Base64.getEncoder().encodeToString(key) + "\n");
    return key;
  }

  private static byte[] decoded(String text, String source) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Not chained: its message quotes a character of the key.
      throw notAKey(source);
    }
    throw notAKey(source);
  }

  private static DatabaseException notAKey(String source) {
    return new DatabaseException(
        source + " is not a 256-bit key: it must be base64 of 32 random bytes");
  }

  private static byte[] randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** The key is random, so that its hash gives nothing away. */
  private static String fingerprint(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("connector-routes ledger.key".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(key), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new DatabaseException("SHA-256 is not available in this Java runtime", e);
    }
  }
}
