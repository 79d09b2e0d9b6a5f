package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.optional.MissingDependencyException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives each check a limited time, and makes a line of whatever it throws. Thread safe. */
final class TimeLimit implements AutoCloseable {
  private final Duration limit;

  /** Daemons: what never returns, as on a file system that is away, must not keep the process. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "check");
            thread.setDaemon(true);
            return thread;
          });

  /** So long for each. */
  TimeLimit(Duration limit) {
    this.limit = limit;
  }

  /**
   * Does a check.
   *
   * @param name of its line
   * @param remedy where it takes too long, or fails without saying what to do
   */
  Check within(String name, String remedy, Callable<Check> check) throws InterruptedException {
    Future<Check> result = threads.submit(check);
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      result.cancel(true);
      return Check.failed(name, "no answer within " + limit.toSeconds() + " s", remedy);
    } catch (ExecutionException e) {
      return failed(name, remedy, e.getCause());
    }
  }

  /** Of failures that are not ours the kind alone: their messages may repeat a secret. */
  private static Check failed(String name, String remedy, Throwable failure) {
    boolean isOurs =
        failure instanceof UsageException
            || failure instanceof DatabaseException
            || failure instanceof DatabaseUnavailableException
            || failure instanceof MissingDependencyException;
    return isOurs
        ? Check.failedWith(name, failure.getMessage(), remedy)
        : Check.failed(name, "it failed (" + failure.getClass().getSimpleName() + ")", remedy);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
