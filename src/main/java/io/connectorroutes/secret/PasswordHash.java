package io.connectorroutes.secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted and slow hash of a password, PBKDF2 with HMAC-SHA256. As text {@code
 * pbkdf2-sha256:ROUNDS:SALT:HASH}, salt and hash in base64url: what {@code
 * management.password-hash} takes. {@code toString} does not show it.
 */
public final class PasswordHash {
  /** Of new hashes: a third of a second of a processor. */
  private static final int ROUNDS = 600_000;

  /** Fewer are no hindrance; of more, each login would be one. */
  private static final int MIN_ROUNDS = 10_000;

  private static final int MAX_ROUNDS = 5_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile("pbkdf2-sha256:(\\d{1,7}):([\\w-]{22,86}):([\\w-]{43})");

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /** The hash of a password, under a new salt. */
  public static PasswordHash of(String password) {
    return of(password, ROUNDS);
  }

  static PasswordHash of(String password, int rounds) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(rounds, salt, derive(password, rounds, salt));
  }

  /**
   * Reads a hash.
   *
   * @throws IllegalArgumentException where the text is none, without it
   */
  public static PasswordHash parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no hash of a password");
    }
    int rounds = Integer.parseInt(parts.group(1));
    if (rounds < MIN_ROUNDS || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException("a hash of too few or too many rounds");
    }
    Base64.Decoder decoder = Base64.getUrlDecoder();
    return new PasswordHash(rounds, decoder.decode(parts.group(2)), decoder.decode(parts.group(3)));
  }

  /** Whether it is this password's; takes the same time for each. */
  public boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, rounds, salt));
  }

  /** What {@link #parse} reads. */
  public String text() {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "pbkdf2-sha256:"
        + rounds
        + ":"
        + encoder.encodeToString(salt)
        + ":"
        + encoder.encodeToString(hash);
  }

  @Override
  public String toString() {
    return "******";
  }

  private static byte[] derive(String password, int rounds, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(
              new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BYTES * Byte.SIZE))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has PBKDF2", e);
    }
  }
}
