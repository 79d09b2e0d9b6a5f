package io.connectorroutes.camel.metrics;

import io.connectorroutes.camel.ledger.LedgerListener;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this process has done, counted as it does it. */
final class WorkMeters implements LedgerListener {
  /** What Graph documents; of any other the class is told, such as {@code 4xx}. */
  private static final Set<Integer> STATUSES =
      Set.of(
          200, 201, 202, 204, 400, 401, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 416, 422,
          423, 424, 429, 500, 501, 502, 503, 504, 507, 509);

  /** Where no tenant stands in an outcome, and the default one is not meant. */
  private static final Set<String> OF_NO_TENANT =
      Set.of(Problem.UNKNOWN_TENANT, Problem.OTHER_TENANT, Problem.UNREADABLE);

  private static final Duration[] SETTLED_WITHIN = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4),
    Duration.ofDays(1)
  };

  private static final Duration[] COMMITTED_WITHIN = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final TenantLabel tenants;
  private final Timer settled;
  private final Timer transactions;
  private final Counter grown;

  WorkMeters(MeterRegistry registry, TenantLabel tenants) {
    this.registry = registry;
    this.tenants = tenants;
    this.settled =
        Timer.builder("connectorroutes.settle")
            .description("From receiving a change to its outcome, replays aside")
            .serviceLevelObjectives(SETTLED_WITHIN)
            .register(registry);
    this.transactions =
        Timer.builder("connectorroutes.ledger")
            .description("Transactions of the ledger that were committed")
            .serviceLevelObjectives(COMMITTED_WITHIN)
            .register(registry);
    this.grown =
        Counter.builder("connectorroutes.files.grew")
            .description("Files that were altered after they were accepted")
            .register(registry);
  }

  /** A transaction of the ledger was committed. */
  void committed(Duration taken) {
    transactions.record(taken);
  }

  @Override
  public void fileGrew() {
    grown.increment();
  }

  @Override
  public void answered(String account, List<AttemptResult> attempts) {
    attempts.stream().filter(AttemptResult::sent).forEach(attempt -> count(account, attempt));
  }

  private void count(String account, AttemptResult attempt) {
    Counter.builder("connectorroutes.graph.requests")
        .description("Requests that left for Graph, items of a batch one by one")
        .tags(tenants.ofAccount(account).and("status", status(attempt.httpStatus())))
        .register(registry)
        .increment();
  }

  private static String status(Integer status) {
    if (status == null) {
      return "none";
    }
    if (STATUSES.contains(status)) {
      return String.valueOf(status);
    }
    return status >= 100 && status < 600 ? status / 100 + "xx" : FirstValues.OTHER;
  }

  @Override
  public void published(List<OutcomeRecord> outcomes) {
    outcomes.forEach(this::count);
  }

  private void count(OutcomeRecord outcome) {
    Counter.builder("connectorroutes.changes")
        .description("Changes that have their outcome, counted where it was published")
        .tags(
            tenant(outcome)
                .and("operation", operation(outcome.operation()))
                .and("outcome", outcome.outcome().wireName()))
        .register(registry)
        .increment();
    if (outcome.replay() == null) {
      Duration taken = Duration.between(outcome.receivedAt(), outcome.time());
      settled.record(taken.isNegative() ? Duration.ZERO : taken);
    }
  }

  private Tags tenant(OutcomeRecord outcome) {
    boolean isUnknown =
        outcome.tenant() == null
            && outcome.outcome() == Outcome.REJECTED
            && OF_NO_TENANT.contains(String.valueOf(outcome.errorCode()));
    return isUnknown ? tenants.ofNone() : tenants.ofAlias(outcome.tenant());
  }

  /** One that is none, or could not be read, is somebody's text. */
  private static String operation(String name) {
    return Optional.ofNullable(name)
        .flatMap(Operation::of)
        .map(Operation::wireName)
        .orElse(FirstValues.OTHER);
  }
}
