package io.connectorroutes.sandbox;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Waits without holding a thread, so that thousands of slow answers can be under way. */
final class Delays {
  private final Executor workers;

  Delays(Executor workers) {
    this.workers = workers;
  }

  /** Completes after so many milliseconds, at once for 0. */
  CompletableFuture<Void> after(long millis) {
    return millis == 0
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, workers));
  }
}
