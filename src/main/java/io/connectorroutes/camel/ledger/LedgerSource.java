package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Signal;
import java.time.Duration;

/** Where a consumer's exchanges come from. Called by several threads at once. */
public interface LedgerSource {
  /** The kind of the signals that there is such work. */
  Signal.Kind kind();

  /** A signal of that kind has come; called before the look that it leads to. */
  default void signalled() {}

  /**
   * Looks for what is there and processes it as one exchange.
   *
   * @param found to be run when something is there, before it is processed: there may be more, for
   *     another thread
   * @return false where nothing more is there
   */
  boolean take(Runnable found) throws Exception;

  /** As {@link #take}, where a signal published of an account: other accounts have their own. */
  default boolean takeSignalled() throws Exception {
    return take(() -> {});
  }

  /** How long to wait at most before the next {@link #take} when nothing was there. */
  Duration pollDelay();

  /**
   * Whether this publishes what other consumers have settled: then it stops after them, and not
   * before all is published.
   */
  default boolean drainsOnStop() {
    return false;
  }

  /**
   * Whether what failed holds up all that is behind it: then it is tried again after longer and
   * longer pauses.
   */
  default boolean stopsAtFailure() {
    return drainsOnStop();
  }

  /**
   * Whether a look that did not fail shows that what failed before goes on. Asked behind that look.
   */
  default boolean hasRecovered() {
    return true;
  }

  /** Called before anything is taken. */
  default void started() {}

  /** Called once nothing more is taken, for now or for good. */
  default void stopped() {}

  /** Housekeeping beside the exchanges, called about every second by one thread. */
  default void housekeep() {}

  /** What is taken, in the plural, for the log: such as {@code Results}. */
  String subject();
}
