package io.connectorroutes.secret;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Keeps what another one has read for five minutes, in memory alone. What could not be read is not
 * kept. Of those that ask one vault at the same time one reads, and the others see what came of it.
 * Thread safe.
 */
public final class CachedKeyVault implements KeyVault {
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** More vaults than these may share one. */
  private static final int TURNS = 16;

  private final KeyVault vaults;
  private final Clock clock;
  private final Map<VaultSecret, Value> values = new ConcurrentHashMap<>();
  private final Object[] turns = IntStream.range(0, TURNS).mapToObj(i -> new Object()).toArray();

  /** A value. No record: its text would show it. */
  private static final class Value {
    private final String text;
    private final Instant readAt;

    Value(String text, Instant readAt) {
      this.text = text;
      this.readAt = readAt;
    }

    /** A clock that was set back makes it old as well. */
    boolean isFresh(Instant now) {
      return !now.isBefore(readAt) && now.isBefore(readAt.plus(KEPT));
    }
  }

  /**
   * Values of these vaults.
   *
   * @param vaults where they are read
   * @param clock how old they are
   */
  public CachedKeyVault(KeyVault vaults, Clock clock) {
    this.vaults = vaults;
    this.clock = clock;
  }

  @Override
  public String read(VaultSecret secret) throws SecretException {
    Value known = values.get(secret);
    if (known != null && known.isFresh(clock.instant())) {
      return known.text;
    }
    synchronized (turns[Math.floorMod(secret.vault().hashCode(), TURNS)]) {
      Instant now = clock.instant();
      values.values().removeIf(value -> !value.isFresh(now));
      Value readMeanwhile = values.get(secret);
      if (readMeanwhile != null) {
        return readMeanwhile.text;
      }
      String text = vaults.read(secret);
      values.put(secret, new Value(text, now));
      return text;
    }
  }
}
