package io.connectorroutes.app.command;

/** A stop signal that can be looked at without waiting for it. */
public final class StopFlag {
  private volatile boolean raised;

  /** A flag that is raised when that signal comes. */
  public StopFlag(StopSignal signal) {
    Thread watcher = new Thread(() -> watch(signal), "stop-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch(StopSignal signal) {
    try {
      signal.await();
      raised = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process was asked to stop. */
  public boolean isRaised() {
    return raised;
  }
}
