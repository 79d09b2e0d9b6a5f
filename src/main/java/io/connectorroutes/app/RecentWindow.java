package io.connectorroutes.app;

import io.connectorroutes.app.command.Window;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A window that is asked rarely, since each answer takes a process; people seldom resize theirs.
 */
final class RecentWindow implements Supplier<Window> {
  static final Duration ASKED_EVERY = Duration.ofSeconds(5);

  private final Supplier<Window> window;
  private final LongSupplier nanoTime;
  private Window answer;
  private long askedAt;

  RecentWindow(Supplier<Window> window, LongSupplier nanoTime) {
    this.window = window;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized Window get() {
    long now = nanoTime.getAsLong();
    if (answer == null || now - askedAt >= ASKED_EVERY.toNanos()) {
      answer = window.get();
      askedAt = now;
    }
    return answer;
  }
}
