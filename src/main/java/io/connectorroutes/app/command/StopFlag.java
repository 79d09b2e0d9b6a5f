package io.connectorroutes.app.command;

/** A stop signal that can be looked at without waiting for it. */
public final class StopFlag {
  private final Runnable onRaised;
  private volatile boolean raised;

  /** A flag that is raised when that signal comes. */
  public StopFlag(StopSignal signal) {
    this(signal, () -> {});
  }

  /**
   * The same.
   *
   * @param onRaised is run once it is raised, by a thread of its own
   */
  public StopFlag(StopSignal signal, Runnable onRaised) {
    this.onRaised = onRaised;
    Thread watcher = new Thread(() -> watch(signal), "stop-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch(StopSignal signal) {
    try {
      signal.await();
      raised = true;
      onRaised.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process was asked to stop. */
  public boolean isRaised() {
    return raised;
  }
}
