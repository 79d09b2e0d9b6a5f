package io.connectorroutes.ledger;

import java.time.Clock;
import java.util.Optional;

/**
 * The ledger as a whole. Opening it migrates its database and holds the key against the fingerprint
 * kept there; closing it closes its connections.
 */
public interface Ledger extends AutoCloseable {
  /** Takes rows and messages in. */
  Recorder recorder();

  /** Claims and settles. */
  Deliveries deliveries();

  /** What is still to be told. */
  Outbox outbox();

  /** What commands show. */
  Reports reports();

  /** Dead letters and replays. */
  DeadLetters deadLetters();

  /** Lets go of what was settled long ago. */
  Retention retention();

  /** What became of the files of an inbox. */
  InboxFileRecords inboxFiles();

  /** The ledger's time: the database's, as an offset, in production. */
  Clock clock();

  /**
   * Registers something to be run after each commit that may have made work (rows due, outcomes to
   * tell): a nudge for this process, so that nothing waits for the next poll. It must be quick.
   */
  void onWork(Runnable nudge);

  /** Whether the database takes something in; tries it, and says no where that takes seconds. */
  default boolean isAvailable() {
    return problem().isEmpty();
  }

  /** Why the database takes nothing in now; empty where it does. */
  Optional<String> problem();

  @Override
  void close();
}
