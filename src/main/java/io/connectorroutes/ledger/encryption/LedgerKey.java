package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A {@code ledger.key}: it wraps the ledger's keys.
 *
 * @param wrapper what it encrypts with
 * @param fingerprint tells it from others; the key is random, so that its hash gives nothing away
 */
record LedgerKey(EncryptionKey wrapper, String fingerprint) {
  private static final int BYTES = 32;

  /** What wrapped keys have begun with from the first version on. */
  private static final int NUMBER = 1;

  /**
   * The key in a text.
   *
   * @param source what is named where it is none
   */
  static LedgerKey of(String text, String source) {
    byte[] key = decoded(text, source);
    return new LedgerKey(new EncryptionKey(NUMBER, key), fingerprint(key));
  }

  /** A new key, as text. */
  static String generated() {
    return Base64.getEncoder().encodeToString(randomBytes());
  }

  static byte[] randomBytes() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private static byte[] decoded(String text, String source) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == BYTES) {
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

  private static String fingerprint(byte[] key) {
    MessageDigest digest = Sha256.digest();
    digest.update("connector-routes ledger.key".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest(key), 0, 8);
  }

  @Override
  public String toString() {
    return "LedgerKey[" + fingerprint + "]";
  }
}
