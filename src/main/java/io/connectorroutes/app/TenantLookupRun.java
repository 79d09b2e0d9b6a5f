package io.connectorroutes.app;

import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.delivery.TenantReads;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.delivery.UnsharedReadBudget;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.ledger.RequestBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a command needs that looks at tenants: the exit, and the ledger where there is one, which
 * counts what is read. Nothing is made where there is none, and one of another version is left
 * alone.
 */
final class TenantLookupRun implements AutoCloseable {
  /** Longer than the usual window of a budget. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final RoutesMain routes;

  /** Null where there is none. */
  private final Ledger ledger;

  private final RequestBudget budget;
  private final LookupProgress progress;

  /**
   * Opens what is there.
   *
   * @param progress shows what is read, and in a line why a read is waited for
   */
  TenantLookupRun(Configuration configuration, Externals externals, LookupProgress progress)
      throws Exception {
    this.progress = progress;
    this.budget = configuration.get(Keys.GRAPH_BUDGET);
    StartChecks.check(configuration, Mode.CALLS);
    this.routes = new RoutesMain(configuration, Mode.CALLS, externals);
    routes.start();
    boolean isOpen = false;
    try {
      this.ledger =
          LedgerOpening.isUpToDate(configuration) ? LedgerOpening.open(configuration) : null;
      isOpen = true;
    } finally {
      if (!isOpen) {
        routes.close();
      }
    }
  }

  /** What calls take. */
  CallRoot calls() {
    return routes.embedded().callRoot();
  }

  RequestBudget budget() {
    return budget;
  }

  /** Empty where there is none. */
  Optional<Ledger> ledger() {
    return Optional.ofNullable(ledger);
  }

  Clock clock() {
    return ledger == null ? Clock.systemUTC() : ledger.clock();
  }

  /** Reads within the budget. */
  TenantReads reads() {
    InstantSource clock = clock();
    ReadBudget counted =
        ledger == null ? new UnsharedReadBudget(budget, clock) : ledger.readBudget();
    return new TenantReads(
        routes.embedded().exit(),
        calls().lists(),
        calls().tokens(),
        progress.shown(counted),
        clock,
        this::await);
  }

  private void await(Instant time, String tenant) throws AwayException, InterruptedException {
    Duration wait = Duration.between(clock().instant(), time);
    Instant shown = time.truncatedTo(ChronoUnit.SECONDS);
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new AwayException(
          "tenant "
              + tenant
              + " can be asked again at "
              + shown
              + ", as it is throttled or its budget is used up: try it then");
    }
    if (wait.compareTo(Duration.ofSeconds(2)) > 0) {
      progress.note("tenant " + tenant + " is asked again at " + shown + " (graph.budget)");
    }
    TimeUnit.MILLISECONDS.sleep(Math.max(1, wait.toMillis()));
  }

  @Override
  public void close() {
    try {
      routes.close();
    } finally {
      if (ledger != null) {
        ledger.close();
      }
    }
  }
}
