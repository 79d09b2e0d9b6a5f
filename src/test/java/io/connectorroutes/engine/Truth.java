package io.connectorroutes.engine;

import static io.connectorroutes.engine.EngineRun.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.sandbox.JournalEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what the ledger says against what the sandbox saw. */
final class Truth {

  /** A change with all that is known of it, by the number of its acceptance. */
  private record Told(
      int order,
      String tenant,
      ConnectorChange change,
      OutcomeRecord outcome,
      List<JournalEntry> requests) {
    boolean hasMade() {
      return change.operation() != Operation.CONNECTOR_MOVE_TO_GROUP
          && change.operation() != Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE
          && requests.stream().anyMatch(e -> e.applied() && e.method().equals("POST"));
    }

    /** Took an object that was there, unknown to the ledger, for the one that it may have made. */
    boolean hasAdopted() {
      return (change.operation() == Operation.API_CONNECTOR_CREATE
              || change.operation() == Operation.CONNECTOR_GROUP_CREATE)
          && !hasMade();
    }

    boolean is(String changeId) {
      return change.changeId().equals(changeId);
    }

    boolean isApplied() {
      return requests.stream().anyMatch(JournalEntry::applied);
    }
  }

  private final EngineRun run;
  private final Map<String, JournalEntry> journal;
  private final Set<String> late = new HashSet<>();

  Truth(EngineRun run) {
    this.run = run;
    this.journal = new HashMap<>();
    for (JournalEntry entry : run.sandbox().journal()) {
      String id = entry.headers().get("client-request-id");
      require(journal.put(id, entry) == null, "a request was sent twice: " + entry);
    }
  }

  void check() {
    List<Told> all = new ArrayList<>();
    run.accepted()
        .forEach((id, accepted) -> all.add(told(all.size(), accepted.tenant(), accepted.change())));
    budgetIsKept();
    all.forEach(this::outcomeIsTrue);
    all.forEach(told -> noLaterChangeHasTakenItsName(told, all));
    orderIsKept(all);
  }

  /** Graph throttles nobody by itself: what it answered 429 was planned. */
  private void budgetIsKept() {
    for (JournalEntry entry : journal.values()) {
      require(
          entry.fault() != null || !Objects.equals(entry.status(), 429),
          "over the budget: " + entry);
    }
  }

  private Told told(int order, String tenant, ConnectorChange change) {
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
    return new Told(order, tenant, change, last, requests);
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

  /** Where nothing that came earlier was about objects of its kind, the name was there at first. */
  private void noLaterChangeHasTakenItsName(Told told, List<Told> all) {
    String name = usedName(told.change);
    boolean wasThere =
        name != null
            && (run.seed().apiConnectors().containsValue(name)
                || run.seed().connectorGroups().containsValue(name));
    if (!wasThere
        || told.change.notBefore() != null
        || !Objects.equals(told.outcome.errorCode(), "nameNotFound")) {
      return;
    }
    require(
        all.stream()
            .limit(told.order)
            .filter(other -> other.tenant.equals(told.tenant))
            .anyMatch(other -> other.change.operation().kind() == usedKind(told.change)),
        told.change + " found nobody of the name " + name + ", which a later change took");
  }

  private static ObjectKind usedKind(ConnectorChange change) {
    return switch (change.operation().kind()) {
      case USER_FLOW_STEP -> ObjectKind.API_CONNECTOR;
      case CONNECTOR -> ObjectKind.CONNECTOR_GROUP;
      default -> change.operation().kind();
    };
  }

  private static String usedName(ConnectorChange change) {
    return switch (change.operation()) {
      case USER_FLOW_ENABLE_API_CONNECTOR ->
          change.properties().path("apiConnector").path("displayName").textValue();
      case CONNECTOR_MOVE_TO_GROUP ->
          change.properties().path("connectorGroup").path("name").textValue();
      default ->
          change.target().displayName() != null
              ? change.target().displayName()
              : change.target().name();
    };
  }

  /** What waited for a later change to give a name came after that, and after more. */
  private void orderIsKept(List<Told> all) {
    findLate(all);
    Map<String, List<Told>> byObject =
        all.stream()
            .filter(told -> told.change.notBefore() == null && !told.requests.isEmpty())
            .filter(told -> !told.hasAdopted())
            .filter(told -> run.replayed().stream().noneMatch(r -> told.is(r.changeId())))
            .filter(told -> object(told) != null)
            .collect(Collectors.groupingBy(told -> told.tenant + " " + object(told)));
    byObject.forEach((object, changes) -> orderIsKept(object, changes));
  }

  private void orderIsKept(String object, List<Told> changes) {
    for (int i = 1; i < changes.size(); i++) {
      Told before = changes.get(i - 1);
      Told after = changes.get(i);
      long lastBefore = before.requests.get(before.requests.size() - 1).n();
      long firstAfter = after.requests.get(0).n();
      require(
          lastBefore < firstAfter || after.hasMade() || late.contains(before.change.changeId()),
          after.change + " was sent before " + before.change + " had its outcome, to " + object);
    }
  }

  /** Whoever waits for a later change keeps those waiting that come after it, or need its name. */
  private void findLate(List<Told> all) {
    for (Told told : all) {
      boolean isKept =
          all.stream()
              .limit(told.order)
              .filter(other -> other.tenant.equals(told.tenant))
              .filter(other -> late.contains(other.change.changeId()))
              .anyMatch(other -> keeps(other.change, told.change));
      if (isKept || run.awaited().contains(told.change.changeId())) {
        late.add(told.change.changeId());
      }
    }
  }

  private static boolean keeps(ConnectorChange earlier, ConnectorChange later) {
    JsonNode properties = earlier.properties();
    Target target = later.target();
    String given = properties.path("displayName").asText(properties.path("name").textValue());
    return earlier.target().equals(target)
        || (given != null && (given.equals(target.displayName()) || given.equals(target.name())));
  }

  /** What a change is about, as it turned out. */
  private static String object(Told told) {
    return switch (told.change.operation().kind()) {
      case USER_FLOW_STEP -> told.change.target().userFlowId();
      case CONNECTOR, API_CONNECTOR, CONNECTOR_GROUP -> told.outcome.resourceId();
    };
  }
}
