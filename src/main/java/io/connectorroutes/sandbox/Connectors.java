package io.connectorroutes.sandbox;

import io.connectorroutes.sandbox.TenantState.Connector;
import io.connectorroutes.sandbox.TenantState.ConnectorGroup;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Serves App Proxy connectors (pages "Update connector" and "connector resource type", beta). */
final class Connectors {
  private static final String TYPE = "microsoft.graph.connector";
  private static final String PROXY = "/onPremisesPublishingProfiles/applicationProxy";
  private static final String CONTEXT =
      "onPremisesPublishingProfiles('applicationProxy')/connectors";

  private final Paging paging;

  Connectors(int pageSize) {
    this.paging = new Paging(pageSize);
  }

  Reply list(Call call, TenantState state) {
    return paging.page(
        call,
        CONTEXT,
        state.connectors().values().stream().map(c -> c.showOn(SandboxJson.object())));
  }

  Reply get(Call call, TenantState state) {
    call.queryOnly(Set.of());
    return Reply.of(200, find(call, state).showOn(call.withContext(CONTEXT + "/$entity")));
  }

  Reply update(Call call, TenantState state) {
    call.queryOnly(Set.of());
    Connector before = find(call, state);
    StrictObject body = StrictObject.body(call.body());
    body.typeMayBe(TYPE);
    Optional<String> machineName = body.name("machineName");
    Optional<String> externalIp = body.name("externalIp");
    Optional<String> status = body.oneOf("status", Set.of("active", "inactive"));
    body.noMore();
    if (machineName.isEmpty() && externalIp.isEmpty() && status.isEmpty()) {
      throw Refusal.badRequest("The request body has no property to update.");
    }
    Connector after =
        new Connector(
            before.id(),
            machineName.orElse(before.machineName()),
            externalIp.orElse(before.externalIp()),
            status.orElse(before.status()),
            before.groupId());
    state.put(after);
    return Reply.of(200, after.showOn(SandboxJson.object().put("@odata.type", "#" + TYPE)));
  }

  /** Lists the one group that a connector is in. */
  Reply memberOf(Call call, TenantState state) {
    Connector connector = find(call, state);
    ConnectorGroup group = state.connectorGroups().get(connector.groupId());
    return paging.page(
        call,
        CONTEXT + "('" + connector.id() + "')/memberOf",
        Stream.of(group.showOn(SandboxJson.object())));
  }

  /** Moves a connector to a group; it leaves the one before. */
  Reply move(Call call, TenantState state) {
    call.queryOnly(Set.of());
    Connector before = find(call, state);
    String group = References.id(call, StrictObject.body(call.body()), PROXY + "/connectorGroups/");
    if (!state.connectorGroups().containsKey(group)) {
      throw Refusal.notFound("connectorGroup", group);
    }
    state.put(
        new Connector(
            before.id(), before.machineName(), before.externalIp(), before.status(), group));
    return Reply.noContent();
  }

  private static Connector find(Call call, TenantState state) {
    String id = call.variable("id");
    return Optional.ofNullable(state.connectors().get(id))
        .orElseThrow(() -> Refusal.notFound("connector", id));
  }
}
