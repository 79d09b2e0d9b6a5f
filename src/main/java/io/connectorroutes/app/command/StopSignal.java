package io.connectorroutes.app.command;

/** Tells when the process is asked to stop (SIGTERM, SIGINT). */
@FunctionalInterface
public interface StopSignal {
  /**
   * Waits until the process is asked to stop; from then on it is the caller that ends it.
   *
   * @throws InterruptedException where the waiting thread is interrupted
   */
  void await() throws InterruptedException;
}
