package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is measured of a ledger, over all its processes; by short reads. */
public interface Gauges {
  /**
   * The values of now.
   *
   * @throws io.connectorroutes.database.DatabaseUnavailableException where the database is away
   */
  Values read();

  /**
   * Values of one moment.
   *
   * @param budgets of each account that has sent a request before; empty where there is no limit
   * @param deadLetters open ones, by cause
   * @param openJobs files that were recorded and whose results are not written
   * @param certificateEnds when the first certificate of an account's API connectors ends, as far
   *     as that is known; by the account's key
   */
  record Values(
      List<Budget> budgets,
      Map<String, Long> deadLetters,
      long openJobs,
      Map<String, Instant> certificateEnds) {}

  /**
   * How much of its budget an account uses.
   *
   * @param account its key
   * @param alias what its tenant was called last; null for the default one
   * @param used 0 for nothing, 1 where no request may leave now
   */
  record Budget(String account, String alias, double used) {}
}
