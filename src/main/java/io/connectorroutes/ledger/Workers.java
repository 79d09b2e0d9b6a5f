package io.connectorroutes.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The processes that deliver from this ledger, by the ledger's time. */
public interface Workers {
  /** How often a worker says that it is there. */
  Duration BEAT = Duration.ofSeconds(5);

  /** One that says nothing for so long is gone. */
  Duration GONE_AFTER = Duration.ofSeconds(20);

  /**
   * A worker is there: to be called every {@link #BEAT}. It learns of a new data key meanwhile.
   *
   * @param worker its name in leases, which begins with its command: {@code run:…}
   * @param unpublished what it cannot publish, a line each, without secrets; may be empty
   * @throws io.connectorroutes.database.DatabaseUnavailableException where it has a {@code
   *     ledger.key} that opens the ledger no more: it is not there then
   */
  void seen(String worker, List<String> unpublished);

  /** A worker delivers no more. */
  void left(String worker);

  /** Those that are there, the first one first. */
  List<Worker> list();

  /**
   * A process that delivers.
   *
   * @param name as in leases
   * @param since when it began
   * @param unpublished what it cannot publish, a line each; may be empty
   */
  record Worker(String name, Instant since, List<String> unpublished) {}
}
