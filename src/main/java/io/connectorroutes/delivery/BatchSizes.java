package io.connectorroutes.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests a batch of each tenant may hold. A batch that Graph refuses as a whole is
 * halved until the culprit stands alone; each call that Graph takes then lets one more in again. In
 * memory only: a new process learns it by the next refusal. Bounded by the number of configured
 * tenants. Thread safe.
 */
public final class BatchSizes {
  private final int most;
  private final Map<String, Integer> reduced = new ConcurrentHashMap<>();

  /**
   * All begin with the largest size.
   *
   * @param most {@code graph.batch-size}; 1: no batches
   */
  public BatchSizes(int most) {
    this.most = most;
  }

  /** How many requests the next call of the account may hold; at least 1. */
  int of(String account) {
    return reduced.getOrDefault(account, most);
  }

  /** Graph refused a batch of so many as a whole. */
  void refused(String account, int size) {
    reduced.put(account, Math.max(1, size / 2));
  }

  /** Graph took a call. */
  void taken(String account) {
    reduced.computeIfPresent(account, (key, size) -> size + 1 < most ? size + 1 : null);
  }
}
