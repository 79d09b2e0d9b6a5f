package io.connectorroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ledger as a whole. Opening it migrates its database and holds the key against the fingerprint
 * kept there; closing it closes its connections.
 */
public interface Ledger extends AutoCloseable {
  /** Takes rows and messages in. */
  Recorder recorder();

  /** Claims and settles. */
  Deliveries deliveries();

  /** What a person does to jobs. */
  JobControl jobControl();

  /** Counts what only looks at tenants. */
  ReadBudget readBudget();

  /** What is still to be published. */
  Outbox outbox();

  /** What is settled, for whoever subscribes to it. */
  Subscriptions subscriptions();

  /** What commands show. */
  Reports reports();

  /** What is measured of it. */
  Gauges gauges();

  /** How far the work is, and how long it takes. */
  Progress progress();

  /** Who delivers. */
  Workers workers();

  /** Dead letters and replays. */
  DeadLetters deadLetters();

  /** What of tenants rests until a person does something. */
  TenantPauses pauses();

  /** Lets go of what was settled long ago. */
  Retention retention();

  /** Changes the key of payloads. */
  Rekey rekey();

  /** What became of the files of an inbox. */
  InboxFileRecords inboxFiles();

  /** The ledger's time: the database's, as an offset, in production. */
  Clock clock();

  /**
   * Registers who hears after each commit of this process what that has made to do, so that nothing
   * waits for the next poll and nobody asks in vain. Called by the thread that committed; it must
   * be quick.
   */
  void onSignal(Consumer<Signal> listener);

  /**
   * Registers who hears how long each transaction of this process took, once it is committed.
   * Called by the thread that committed; it must be quick.
   */
  void onTransaction(Consumer<Duration> listener);

  /**
   * The process is to end: from now on nothing waits long for a lock that another process holds on
   * the database. What cannot be written then is left for the next process.
   *
   * @param isAnythingInFlight whether the answers of calls are still to be settled: that is worth
   *     more of a wait
   */
  void endSoon(boolean isAnythingInFlight);

  /** Whether the database takes something in; tries it, and says no where that takes seconds. */
  default boolean isAvailable() {
    return problem().isEmpty();
  }

  /** Why the database takes nothing in now; empty where it does. */
  Optional<String> problem();

  @Override
  void close();
}
