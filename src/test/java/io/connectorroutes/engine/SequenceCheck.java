package io.connectorroutes.engine;

import static io.connectorroutes.engine.EngineRun.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.engine.EngineRun.Accepted;
import io.connectorroutes.engine.EngineRun.Replayed;
import io.connectorroutes.engine.Sequence.Execution;
import io.connectorroutes.engine.Sequence.Look;
import io.connectorroutes.engine.Sequence.Result;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a run against the same changes one after the other. */
final class SequenceCheck {
  private static final Set<String> OURS = Set.of("nameNotFound", "ambiguousName");

  private final EngineRun run;
  private final String tenant;
  private final List<Execution> executions = new ArrayList<>();

  /** The object of each execution, as Graph named it. */
  private final List<String> ids = new ArrayList<>();

  /** Objects that changes made, by the ids that Graph gave them. */
  private final Map<String, String> made = new HashMap<>();

  private SequenceCheck(EngineRun run, String tenant) {
    this.run = run;
    this.tenant = tenant;
    run.accepted().values().stream().filter(a -> a.tenant().equals(tenant)).forEach(this::add);
  }

  static void check(EngineRun run) {
    run.accepted().values().stream()
        .map(Accepted::tenant)
        .distinct()
        .forEach(tenant -> new SequenceCheck(run, tenant).check());
  }

  private void add(Accepted accepted) {
    ConnectorChange change = accepted.change();
    String id = change.changeId();
    List<Replayed> replays =
        run.replayed().stream().filter(replay -> replay.changeId().equals(id)).toList();
    List<OutcomeRecord> outcomes = outcomes(id);
    require(outcomes.size() == 1 + replays.size(), id + " has " + outcomes.size() + " outcomes");
    for (int replay = 0; replay < outcomes.size(); replay++) {
      OutcomeRecord outcome = outcomes.get(replay);
      boolean isFirst = replay == 0;
      int number = isFirst ? accepted.number() : replays.get(replay - 1).number();
      long position = run.position(id);
      // Two replays never have the same number.
      double first = isFirst ? position : replays.get(replay - 1).behind() + number / 1e6;
      List<Look> looks = run.looks(id, replay);
      executions.add(
          new Execution(change, replay, number, position, first, looks, actual(outcome)));
      ids.add(outcome.resourceId());
    }
  }

  private List<OutcomeRecord> outcomes(String id) {
    return run.ledger().reports().history(id).stream()
        .filter(history -> !history.state().equals("duplicate"))
        .map(History::outcomes)
        .findFirst()
        .orElseThrow()
        .stream()
        .sorted(Comparator.comparing(o -> o.replay() == null ? 0 : o.replay()))
        .toList();
  }

  private static Result actual(OutcomeRecord outcome) {
    String code = outcome.errorCode();
    return new Result(
        outcome.outcome(),
        outcome.outcome() != Outcome.FAILED ? "" : OURS.contains(code) ? code : "graph");
  }

  private void check() {
    List<String> expected = Sequence.carryOut(run.seed(), executions);
    for (Execution execution : executions) {
      require(
          isSame(execution),
          execution
              + " ended as "
              + execution.actual
              + ", and one after the other as "
              + execution.expected());
    }
    for (int i = 0; i < ids.size(); i++) {
      if (executions.get(i).made() != null) {
        made.put(ids.get(i), executions.get(i).made());
      }
    }
    List<String> actual = tenant();
    require(
        actual.equals(expected),
        tenant
            + " has "
            + without(actual, expected)
            + ", and one after the other "
            + without(expected, actual));
  }

  private static List<String> without(List<String> lines, List<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  /** Admitted: a delete that was sent twice found nothing the second time. */
  private static boolean isSame(Execution execution) {
    Result actual = execution.actual;
    boolean isRepeatedDelete =
        execution.change.operation().isDelete()
            && actual.outcome() == Outcome.NO_OP
            && execution.expected().outcome() == Outcome.APPLIED;
    return isRepeatedDelete || actual.equals(execution.expected());
  }

  private List<String> tenant() {
    JsonNode state = run.sandbox().state(tenant);
    List<String> lines = new ArrayList<>();
    for (JsonNode api : state.path("apiConnectors")) {
      List<String> certificates = new ArrayList<>();
      api.path("authenticationConfiguration")
          .path("certificateList")
          .forEach(c -> certificates.add(c.path("thumbprint").asText()));
      lines.add(
          Sequence.shown(
              ObjectKind.API_CONNECTOR,
              id(api.path("id")),
              api.path("displayName").asText(),
              api.path("targetUrl").asText(),
              null,
              null,
              certificates));
    }
    for (JsonNode group : state.path("connectorGroups")) {
      lines.add(
          Sequence.shown(
              ObjectKind.CONNECTOR_GROUP,
              id(group.path("id")),
              group.path("name").asText(),
              null,
              null,
              null,
              List.of()));
    }
    for (JsonNode connector : state.path("connectors")) {
      lines.add(
          Sequence.shown(
              ObjectKind.CONNECTOR,
              id(connector.path("id")),
              null,
              null,
              connector.path("machineName").asText(),
              id(connector.path("memberOf")),
              List.of()));
    }
    for (JsonNode flow : state.path("userFlows")) {
      for (Map.Entry<String, JsonNode> step : flow.path("apiConnectorConfiguration").properties()) {
        lines.add(flow.path("id").asText() + " " + step.getKey() + " " + id(step.getValue()));
      }
    }
    return lines.stream().sorted().toList();
  }

  private String id(JsonNode id) {
    return made.getOrDefault(id.asText(), id.asText());
  }
}
