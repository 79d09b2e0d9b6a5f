package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Planners and claim results for tests. A request is the list of the change ids that are sent. */
final class Plans {
  private Plans() {}

  /** Sends the first due change. */
  static Planner<List<String>> first(String method) {
    return (due, view) -> sending(method, due.subList(0, 1));
  }

  /** Sends all due changes in one call. */
  static Planner<List<String>> all() {
    return (due, view) -> sending("PATCH", due);
  }

  /** Looks something up for the first due change. */
  static Planner<List<String>> list() {
    return (due, view) ->
        new TenantPlan<>(
            List.of(),
            List.of(),
            List.of(
                new Intent(
                    due.get(0).seq(),
                    Intent.Kind.LOOKUP,
                    "GET",
                    "/v1.0/identity/apiConnectors",
                    UUID.randomUUID().toString())));
  }

  static TenantPlan<List<String>> sending(String method, List<DueChange> due) {
    List<Intent> intents = new ArrayList<>();
    for (DueChange change : due) {
      intents.add(
          new Intent(
              change.seq(),
              Intent.Kind.CHANGE,
              method,
              "/v1.0/identity/apiConnectors",
              UUID.randomUUID().toString()));
    }
    return new TenantPlan<>(
        List.of(), due.stream().map(change -> change.change().changeId()).toList(), intents);
  }

  /** Decides without a request. */
  static Planner<List<String>> decisions(java.util.function.Function<DueChange, Decision> decide) {
    return (due, view) -> new TenantPlan<>(due.stream().map(decide).toList(), null, List.of());
  }

  static Decision.Settle settled(long seq, Outcome outcome) {
    boolean good = outcome == Outcome.APPLIED || outcome == Outcome.NO_OP;
    return new Decision.Settle(
        seq,
        outcome,
        good ? "object-" + seq : null,
        good ? 204 : 400,
        good ? null : "badRequest",
        good ? null : "Graph refused it",
        "request-" + seq);
  }

  static Decision.Retry again(long seq, Instant due) {
    return new Decision.Retry(
        seq, due, Phase.SEND, true, Duration.ofSeconds(3), null, null, false, "503");
  }

  static ClaimResult result(Claimed<?> claimed, Outcome outcome) {
    return result(
        claimed,
        claimed.changes().stream()
            .map(change -> (Decision) settled(change.seq(), outcome))
            .toList());
  }

  static ClaimResult result(Claimed<?> claimed, List<Decision> decisions) {
    return new ClaimResult(answers(claimed, 204), decisions, null, List.of());
  }

  static List<AttemptResult> answers(Claimed<?> claimed, Integer status) {
    return claimed.intents().stream()
        .map(i -> new AttemptResult(i.clientRequestId(), status, null, null, "request", true))
        .toList();
  }
}
