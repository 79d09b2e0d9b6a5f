package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.ledger.RequestBudget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The budget of who looks at tenants where no ledger is there to count for all. For one thread. */
public final class UnsharedReadBudget implements ReadBudget {
  private final RequestBudget budget;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> taken = new HashMap<>();

  /**
   * Nothing is taken yet.
   *
   * @param budget of each account
   */
  public UnsharedReadBudget(RequestBudget budget, InstantSource clock) {
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public Optional<Instant> take(String alias, GraphRequest request) {
    if (!budget.isLimited()) {
      return Optional.empty();
    }
    Deque<Instant> times = taken.computeIfAbsent(request.account(), account -> new ArrayDeque<>());
    Instant now = clock.instant();
    if (times.size() < budget.requests()) {
      times.add(now);
      return Optional.empty();
    }
    Instant free = times.peek().plus(budget.window());
    if (free.isAfter(now)) {
      return Optional.of(free);
    }
    times.remove();
    times.add(now);
    return Optional.empty();
  }

  /** Who has sent a request waits for its answer: it was counted when it left. */
  @Override
  public void answered(GraphRequest request, int httpStatus) {
    Deque<Instant> times = taken.get(request.account());
    if (times != null) {
      times.removeLast();
      times.add(clock.instant());
    }
  }
}
