package io.connectorroutes.app.command;

/** The exit statuses that scripts rely on. */
public final class ExitStatus {
  /** All well. */
  public static final int OK = 0;

  /** Some changes were rejected, failed or are unknown, or could not be replayed. */
  public static final int SOME_CHANGES_FAILED = 1;

  /** Usage, configuration or unreadable input. */
  public static final int USAGE = 2;

  /** Changes are left: interrupted, paused, or waiting for something that a person must mend. */
  public static final int INTERRUPTED = 3;

  private ExitStatus() {}
}
