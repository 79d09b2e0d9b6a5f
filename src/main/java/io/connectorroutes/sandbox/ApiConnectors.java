package io.connectorroutes.sandbox;

import io.connectorroutes.sandbox.Authentication.ClientCertificates;
import io.connectorroutes.sandbox.Authentication.Received;
import io.connectorroutes.sandbox.TenantState.ApiConnector;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Serves {@code /identity/apiConnectors} (pages of the "identityApiConnector resource type"). */
final class ApiConnectors {
  private static final String TYPE = "microsoft.graph.identityApiConnector";
  private static final String CONTEXT = "identity/apiConnectors";

  private final Certificates certificates;
  private final Paging paging;

  ApiConnectors(Certificates certificates, int pageSize) {
    this.certificates = certificates;
    this.paging = new Paging(pageSize);
  }

  Reply list(Call call, TenantState state) {
    return paging.page(
        call,
        CONTEXT,
        state.apiConnectors().values().stream().map(c -> c.showOn(SandboxJson.object())));
  }

  Reply get(Call call, TenantState state) {
    call.queryOnly(Set.of());
    return shown(200, call, find(call, state));
  }

  /** Makes one more, also where another has the same name: Graph has no rule against that. */
  Reply create(Call call, TenantState state) {
    call.queryOnly(Set.of());
    StrictObject body = StrictObject.body(call.body());
    body.typeMayBe(TYPE);
    String displayName = body.name("displayName").orElseThrow(() -> body.missing("displayName"));
    String targetUrl = body.url("targetUrl").orElseThrow(() -> body.missing("targetUrl"));
    Received received =
        Authentication.read(body.object("authenticationConfiguration"), certificates)
            .orElseThrow(() -> body.missing("authenticationConfiguration"));
    body.noMore();
    ApiConnector made =
        new ApiConnector(
            UUID.randomUUID().toString(),
            displayName,
            targetUrl,
            received.authentication(),
            received.secret());
    state.put(made);
    return shown(201, call, made);
  }

  Reply update(Call call, TenantState state) {
    call.queryOnly(Set.of());
    ApiConnector before = find(call, state);
    StrictObject body = StrictObject.body(call.body());
    body.typeMayBe(TYPE);
    Optional<String> displayName = body.name("displayName");
    Optional<String> targetUrl = body.url("targetUrl");
    Optional<Received> received =
        Authentication.read(body.object("authenticationConfiguration"), certificates);
    body.noMore();
    if (displayName.isEmpty() && targetUrl.isEmpty() && received.isEmpty()) {
      throw Refusal.badRequest("The request body has no property to update.");
    }
    state.put(
        new ApiConnector(
            before.id(),
            displayName.orElse(before.displayName()),
            targetUrl.orElse(before.targetUrl()),
            received.map(Received::authentication).orElse(before.authentication()),
            received.map(Received::secret).orElse(before.secret())));
    return Reply.noContent();
  }

  /** Removes it, and with it the links of user flows to it. */
  Reply delete(Call call, TenantState state) {
    call.queryOnly(Set.of());
    String id = find(call, state).id();
    state.apiConnectors().remove(id);
    state.userFlows().values().forEach(f -> f.steps().values().removeIf(id::equals));
    return Reply.noContent();
  }

  /** Adds a certificate, also one that is there already. */
  Reply upload(Call call, TenantState state) {
    call.queryOnly(Set.of());
    ApiConnector before = find(call, state);
    StrictObject body = StrictObject.body(call.body());
    Received received = certificates.read(body);
    body.noMore();
    ApiConnector after =
        new ApiConnector(
            before.id(),
            before.displayName(),
            before.targetUrl(),
            certificates.append(
                before.authentication(), (ClientCertificates) received.authentication()),
            received.secret());
    state.put(after);
    return shown(200, call, after);
  }

  private static ApiConnector find(Call call, TenantState state) {
    String id = call.variable("id");
    return Optional.ofNullable(state.apiConnectors().get(id))
        .orElseThrow(() -> Refusal.notFound("identityApiConnector", id));
  }

  private static Reply shown(int status, Call call, ApiConnector connector) {
    return Reply.of(status, connector.showOn(call.withContext(CONTEXT + "/$entity")));
  }
}
