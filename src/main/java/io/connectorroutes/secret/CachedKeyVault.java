package io.connectorroutes.secret;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps what another one has read for five minutes, in memory alone. What could not be read is not
 * kept. Of those that ask for one secret at the same time one reads, and the others see what came
 * of it; different secrets do not wait for each other. Thread safe.
 */
public final class CachedKeyVault implements KeyVault {
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** Longer than a vault is asked for one secret; whoever waits holds a tenant's lease. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final KeyVault vaults;
  private final Clock clock;
  private final Map<VaultSecret, Value> values = new ConcurrentHashMap<>();

  /** What is being read. */
  private final Map<VaultSecret, CompletableFuture<String>> reads = new ConcurrentHashMap<>();

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
    CompletableFuture<String> own = new CompletableFuture<>();
    CompletableFuture<String> other = reads.putIfAbsent(secret, own);
    if (other != null) {
      return of(other);
    }
    try {
      String text = readOnce(secret);
      own.complete(text);
      return text;
    } catch (SecretException | RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      reads.remove(secret);
    }
  }

  private String readOnce(VaultSecret secret) throws SecretException {
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

  private static String of(CompletableFuture<String> read) throws SecretException {
    try {
      return read.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof SecretException failure) {
        throw failure;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    } catch (TimeoutException e) {
      throw new VaultUnreachableException(
          "could not be asked for, as another request for it goes on for too long: see that the"
              + " vault can be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultUnreachableException("was not waited for, as this process stops");
    }
  }
}
