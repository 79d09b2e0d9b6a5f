package io.connectorroutes.camel.management;

import io.connectorroutes.secret.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one login of the management server, HTTP Basic. To check a password is slow on purpose; so
 * one that was right is known again for a while, by a digest under a key that this process alone
 * has.
 */
final class Login {
  /** How long a login that was right is known by its digest. */
  static final Duration KNOWN = Duration.ofMinutes(10);

  /** How many addresses that failed are remembered. */
  private static final int ADDRESSES = 1_000;

  private static final String BASIC = "basic ";
  private static final String HMAC = "HmacSHA256";

  private final byte[] user;
  private final PasswordHash password;
  private final Clock clock;
  private final FailedLogins failed;
  private final SecretKeySpec key;

  /** What was right last; null before the first. */
  private volatile Known known;

  /** A digest of what a client sent, and until when it counts. */
  private record Known(byte[] digest, Instant until) {}

  /** What becomes of a request. */
  enum Answer {
    /** It goes on. */
    RIGHT,
    /** It has no login, or a wrong one. */
    WRONG,
    /** Its address has failed too often. */
    RESTING,
    /** Only {@link #check} can tell. */
    UNKNOWN
  }

  Login(String user, PasswordHash password, Clock clock) {
    this.user = user.getBytes(StandardCharsets.UTF_8);
    this.password = password;
    this.clock = clock;
    this.failed = new FailedLogins(clock, ADDRESSES);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  /**
   * What can be told at once.
   *
   * @param header the one of the request; null where it has none
   */
  Answer look(String address, String header) {
    if (rest(address).compareTo(Duration.ZERO) > 0) {
      return Answer.RESTING;
    }
    byte[] credentials = credentials(header);
    if (credentials == null) {
      // No guess: browsers ask without a login first.
      return Answer.WRONG;
    }
    return isKnown(credentials) ? Answer.RIGHT : Answer.UNKNOWN;
  }

  /**
   * Checks user and password, which takes a processor for a good part of a second, and counts a
   * failure. One is checked at a time, so that no address has more failures than it may have.
   */
  synchronized Answer check(String address, String header) {
    Answer answer = look(address, header);
    if (answer != Answer.UNKNOWN) {
      return answer;
    }
    byte[] credentials = credentials(header);
    String text = new String(credentials, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    // Both are looked at, whatever the first says: the time must not tell whether the user is
    // right.
    boolean isUser =
        MessageDigest.isEqual(user, text.substring(0, colon).getBytes(StandardCharsets.UTF_8));
    boolean isPassword = password.matches(text.substring(colon + 1));
    if (isUser && isPassword) {
      known = new Known(digest(credentials), clock.instant().plus(KNOWN));
      return Answer.RIGHT;
    }
    failed.add(address);
    return Answer.WRONG;
  }

  /** How long an address has still to rest; zero where it has not. */
  Duration rest(String address) {
    return failed.rest(address);
  }

  /** User and password as they were sent; null where there are none. */
  private static byte[] credentials(String header) {
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      byte[] credentials = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      return new String(credentials, StandardCharsets.UTF_8).indexOf(':') < 0 ? null : credentials;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean isKnown(byte[] credentials) {
    Known last = known;
    return last != null
        && clock.instant().isBefore(last.until())
        && MessageDigest.isEqual(last.digest(), digest(credentials));
  }

  private byte[] digest(byte[] credentials) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(credentials);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has HMAC-SHA256", e);
    }
  }
}
