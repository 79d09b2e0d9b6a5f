package io.connectorroutes.engine;

import static io.connectorroutes.engine.EngineRun.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.sandbox.Sandbox;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The names that a plan takes to be nobody's. No call of the tenant is under way while one is
 * planned, and nobody else works on it: so it can be held against what the tenant has.
 */
record Absences(List<DueChange> believed, JsonNode tenant) {

  static Absences of(TenantPlan<GraphCall> plan, List<DueChange> due, Sandbox sandbox) {
    Set<Long> seqs =
        Stream.concat(
                plan.decisions().stream().filter(Absences::isAbsence).map(Decision::seq),
                plan.intents().stream().filter(Absences::isCreation).map(Intent::seq))
            .collect(Collectors.toSet());
    return new Absences(
        due.stream().filter(change -> seqs.contains(change.seq())).toList(),
        sandbox.state(due.get(0).account()));
  }

  private static boolean isAbsence(Decision decision) {
    return decision instanceof Decision.Settle settled
        && (isGone(settled) || "nameNotFound".equals(settled.errorCode()));
  }

  /** Nothing to do, for want of an object. */
  private static boolean isGone(Decision.Settle settled) {
    return settled.outcome() == Outcome.NO_OP && settled.resourceId() == null;
  }

  private static boolean isCreation(Intent intent) {
    return intent.method().equals("POST") && intent.path().endsWith("/apiConnectors");
  }

  void assertTrue() {
    for (DueChange change : believed) {
      change
          .change()
          .reference()
          .filter(ObjectReference::isByName)
          .ifPresent(object -> require(!isThere(object), change + " misses what is there"));
    }
  }

  private boolean isThere(ObjectReference object) {
    return switch (object.kind()) {
      case API_CONNECTOR -> has("apiConnectors", "displayName", object.name());
      case CONNECTOR_GROUP -> has("connectorGroups", "name", object.name());
      case CONNECTOR, USER_FLOW_STEP -> false;
    };
  }

  private boolean has(String array, String field, String name) {
    return StreamSupport.stream(tenant.path(array).spliterator(), false)
        .anyMatch(object -> object.path(field).asText().equals(name));
  }
}
