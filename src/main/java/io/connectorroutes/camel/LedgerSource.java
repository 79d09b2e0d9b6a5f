package io.connectorroutes.camel;

import java.time.Duration;

/** Where a consumer's exchanges come from. Called by several threads at once. */
interface LedgerSource {
  /**
   * Takes what is there and processes it as one exchange.
   *
   * @param found to be run when something is there, before it is processed: there may be more, for
   *     another thread
   * @return false where nothing was there
   */
  boolean take(Runnable found) throws Exception;

  /** How long to wait at most before the next {@link #take} when nothing was there. */
  Duration patience();

  /**
   * Whether this tells what other consumers have settled: then it stops after them, and not before
   * all is told.
   */
  default boolean tellsOfOthers() {
    return false;
  }

  /** Housekeeping beside the exchanges, called about every second by one thread. */
  default void tend() {}

  /** What is taken, in the plural, for the log: such as {@code Results}. */
  String subject();
}
