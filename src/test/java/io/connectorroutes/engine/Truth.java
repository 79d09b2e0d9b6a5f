package io.connectorroutes.engine;

import static io.connectorroutes.engine.EngineRun.require;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.sandbox.JournalEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Holds what the ledger says against what the sandbox saw. */
final class Truth {

  /** A change with all that is known of it. */
  private record Told(
      String tenant, ConnectorChange change, OutcomeRecord outcome, List<JournalEntry> requests) {
    boolean isApplied() {
      return requests.stream().anyMatch(JournalEntry::applied);
    }
  }

  private final EngineRun run;
  private final Map<String, JournalEntry> journal;

  Truth(EngineRun run) {
    this.run = run;
    this.journal = new HashMap<>();
    for (JournalEntry entry : run.sandbox().journal()) {
      String id = entry.headers().get("client-request-id");
      require(journal.put(id, entry) == null, "a request was sent twice: " + entry);
    }
  }

  void check() {
    budgetIsKept();
    run.accepted()
        .values()
        .forEach(accepted -> outcomeIsTrue(told(accepted.tenant(), accepted.change())));
  }

  /** Graph throttles nobody by itself: what it answered 429 was planned. */
  private void budgetIsKept() {
    for (JournalEntry entry : journal.values()) {
      require(
          entry.fault() != null || !Objects.equals(entry.status(), 429),
          "over the budget: " + entry);
    }
  }

  private Told told(String tenant, ConnectorChange change) {
    String id = change.changeId();
    List<History> histories =
        run.ledger().reports().history(id).stream()
            .filter(history -> !history.state().equals("duplicate"))
            .toList();
    require(histories.size() == 1, id + " is recorded " + histories.size() + " times");
    List<OutcomeRecord> outcomes = histories.get(0).outcomes();
    long replays = run.replayed().stream().filter(r -> r.changeId().equals(id)).count();
    require(outcomes.size() == 1 + replays, id + " has " + outcomes.size() + " outcomes");
    List<JournalEntry> requests =
        histories.get(0).attempts().stream()
            .filter(attempt -> attempt.kind() == Intent.Kind.CHANGE)
            .map(AttemptRecord::clientRequestId)
            .map(journal::get)
            .filter(Objects::nonNull)
            .toList();
    OutcomeRecord last =
        outcomes.stream().max(Comparator.comparing(OutcomeRecord::time)).orElseThrow();
    return new Told(tenant, change, last, requests);
  }

  private void outcomeIsTrue(Told told) {
    String id = told.change.changeId() + " " + told.change.operation().wireName();
    Outcome outcome = told.outcome.outcome();
    long posts =
        told.requests.stream().filter(e -> e.applied() && e.method().equals("POST")).count();
    if (told.change.operation() != Operation.CONNECTOR_MOVE_TO_GROUP) {
      require(posts <= 1, id + " was made " + posts + " times");
    }
    switch (outcome) {
      case APPLIED -> require(told.isApplied(), id + " is applied, and Graph did nothing");
      case NO_OP, FAILED, REJECTED, SUPERSEDED ->
          require(
              !told.isApplied() || isRepeatedDelete(told) || isOverturned(told),
              id + " is " + outcome + ": " + told.outcome.message() + ", and Graph has done it");
      case UNKNOWN -> require(!told.requests.isEmpty(), id + " is unknown and was never tried");
      case CANCELLED -> require(false, id + " was cancelled by nobody");
    }
  }

  /**
   * Done, with its answer lost, and gone with an object that was deleted before it was repeated.
   */
  private boolean isOverturned(Told told) {
    long first = told.requests.get(0).n();
    long last = told.requests.get(told.requests.size() - 1).n();
    return Objects.equals(told.outcome.httpStatus(), 404)
        && journal.values().stream()
            .anyMatch(
                entry ->
                    entry.n() > first
                        && entry.n() < last
                        && entry.applied()
                        && entry.method().equals("DELETE")
                        && entry.tenant().equals(told.tenant));
  }

  /** The first one's answer was lost, and the second one found nothing: the tenant is so. */
  private static boolean isRepeatedDelete(Told told) {
    return told.outcome.outcome() == Outcome.NO_OP
        && told.requests.size() > 1
        && Set.of(Operation.API_CONNECTOR_DELETE, Operation.CONNECTOR_GROUP_DELETE)
            .contains(told.change.operation());
  }
}
