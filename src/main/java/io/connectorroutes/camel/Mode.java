package io.connectorroutes.camel;

import java.util.Locale;

/** What the routes are started for. */
public enum Mode {
  /**
   * Takes files of the inbox and messages of queue and topic, and delivers, until it is stopped.
   */
  RUN,
  /** Takes only what it is given, and delivers what is due meanwhile. */
  IMPORT,
  /** Asks Graph alone: no ledger is opened, and of the routes there is the HTTP exit. */
  CALLS;

  /** Whether files and messages are taken as they come. */
  boolean takesWhatComes() {
    return this == RUN;
  }

  /** What workers' names begin with. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
