package io.connectorroutes.app;

import io.connectorroutes.app.command.StopSignal;

/** A stop signal that can be looked at without waiting for it. */
final class StopFlag {
  private volatile boolean raised;

  StopFlag(StopSignal signal) {
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

  boolean isRaised() {
    return raised;
  }
}
