package io.connectorroutes.sandbox;

import io.connectorroutes.sandbox.TenantState.ConnectorGroup;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Serves App Proxy connector groups (pages of the "connectorGroup resource type", beta). */
final class ConnectorGroups {
  private static final String TYPE = "microsoft.graph.connectorGroup";
  private static final String CONTEXT =
      "onPremisesPublishingProfiles('applicationProxy')/connectorGroups";

  /** Those of Graph's beta metadata, and one that was seen in a tenant beside them. */
  private static final Set<String> REGIONS = Set.of("nam", "eur", "aus", "asia", "ind", "japan");

  private final Paging paging;

  ConnectorGroups(int pageSize) {
    this.paging = new Paging(pageSize);
  }

  Reply list(Call call, TenantState state) {
    return paging.page(
        call,
        CONTEXT,
        state.connectorGroups().values().stream().map(g -> g.showOn(SandboxJson.object())));
  }

  Reply get(Call call, TenantState state) {
    call.queryOnly(Set.of());
    return shown(200, call, find(call, state));
  }

  Reply create(Call call, TenantState state) {
    call.queryOnly(Set.of());
    StrictObject body = StrictObject.body(call.body());
    body.typeMayBe(TYPE);
    String name = body.name("name").orElseThrow(() -> body.missing("name"));
    Optional<String> region = body.oneOf("region", REGIONS);
    // Set by the system; Graph takes them without a word.
    body.ignore("isDefault");
    body.ignore("connectorGroupType");
    body.noMore();
    ConnectorGroup made =
        new ConnectorGroup(UUID.randomUUID().toString(), name, region.orElse(null), false);
    state.put(made);
    return shown(201, call, made);
  }

  Reply update(Call call, TenantState state) {
    call.queryOnly(Set.of());
    ConnectorGroup before = find(call, state);
    StrictObject body = StrictObject.body(call.body());
    body.typeMayBe(TYPE);
    Optional<String> name = body.name("name");
    Optional<String> region = body.oneOf("region", REGIONS);
    body.noMore();
    if (name.isEmpty() && region.isEmpty()) {
      throw Refusal.badRequest("The request body has no property to update.");
    }
    if (region.isPresent() && state.holdsConnectors(before.id())) {
      throw Refusal.badRequest(
          "The region can be set only while the connector group holds no connectors.");
    }
    state.put(
        new ConnectorGroup(
            before.id(),
            name.orElse(before.name()),
            region.orElse(before.region()),
            before.isDefault()));
    return Reply.noContent();
  }

  Reply delete(Call call, TenantState state) {
    call.queryOnly(Set.of());
    ConnectorGroup group = find(call, state);
    if (group.isDefault()) {
      throw Refusal.badRequest("The default connector group cannot be deleted.");
    }
    if (state.holdsConnectors(group.id())) {
      throw Refusal.badRequest("The connector group holds connectors; move them first.");
    }
    state.connectorGroups().remove(group.id());
    return Reply.noContent();
  }

  private static ConnectorGroup find(Call call, TenantState state) {
    String id = call.variable("id");
    return Optional.ofNullable(state.connectorGroups().get(id))
        .orElseThrow(() -> Refusal.notFound("connectorGroup", id));
  }

  private static Reply shown(int status, Call call, ConnectorGroup group) {
    return Reply.of(status, group.showOn(call.withContext(CONTEXT + "/$entity")));
  }
}
