package io.connectorroutes.database;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether the database takes something in. It is tried, as a full disk or a lock that another
 * process holds lets reads through; and whoever asks gets an answer soon, whatever the database
 * does. A try that waits behind much work says nothing: that work's commits do.
 */
public final class Availability implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** A row that nobody else locks. SQLite would write nothing for a row that stays as it is. */
  private static final String TRY = "UPDATE numbering SET last = last + 1 WHERE id = 4";

  private static final Optional<String> NO_ANSWER =
      Optional.of("the ledger's database does not answer");

  private final Database database;
  private final Sql.Work<?> alsoTried;
  private final Duration timeout;
  private final ExecutorService trying =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "ledger-availability");
            thread.setDaemon(true);
            return thread;
          });
  private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(true);

  /**
   * Nothing is tried yet.
   *
   * @param alsoTried what has to go through as well
   * @param timeout how long whoever asks waits at most
   */
  public Availability(Database database, Sql.Work<?> alsoTried, Duration timeout) {
    this.database = database;
    this.alsoTried = alsoTried;
    this.timeout = timeout;
  }

  /** Why nothing is taken in; empty where it is. */
  public Optional<String> problem() {
    long commits = database.commits();
    try {
      return asked().get(timeout.toMillis(), TimeUnit.MILLISECONDS) ? Optional.empty() : NO_ANSWER;
    } catch (TimeoutException e) {
      return database.commits() > commits ? Optional.empty() : NO_ANSWER;
    } catch (ExecutionException e) {
      return Optional.of(e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NO_ANSWER;
    }
  }

  /** One try at a time: those who ask meanwhile wait for the same answer. */
  private synchronized CompletableFuture<Boolean> asked() {
    if (answer.isDone() && !trying.isShutdown()) {
      answer = CompletableFuture.supplyAsync(this::isTaken, trying);
    }
    return answer;
  }

  private boolean isTaken() {
    return database.write(
            sql -> {
              alsoTried.run(sql);
              return sql.update(TRY);
            })
        == 1;
  }

  @Override
  public void close() {
    trying.shutdownNow();
  }
}
