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

  /** Whether the process was asked to stop, as far as this can say. */
  default boolean isAsked() {
    return false;
  }

  /**
   * Says that nothing is done yet, and that what is under way, such as opening the ledger, may be
   * cut short when the process is asked to stop.
   */
  default Phase beforeAnythingIsDone() {
    return () -> {};
  }

  /** A part of a command. */
  @FunctionalInterface
  interface Phase {
    /** It is over; may be said more than once. */
    void end();
  }
}
