package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.sandbox.TenantState.ApiConnector;
import io.connectorroutes.sandbox.TenantState.UserFlow;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Serves the lists of user flows (pages "List b2xIdentityUserFlows" and "List b2cUserFlows") and
 * their {@code apiConnectorConfiguration} (pages "Get apiConnectorConfiguration" and "Update
 * apiConnectorConfiguration").
 */
final class UserFlows {
  private static final Set<String> STEPS =
      Set.of("postFederationSignup", "postAttributeCollection");
  private static final String BETA_STEP = "preTokenIssuance";

  private final Paging paging;

  UserFlows(int pageSize) {
    this.paging = new Paging(pageSize);
  }

  Reply list(Call call, TenantState state, String type) {
    return paging.page(
        call,
        "identity/" + type + "UserFlows",
        state.userFlows().values().stream()
            .filter(flow -> flow.type().equals(type))
            .map(
                flow ->
                    SandboxJson.object()
                        .put("id", flow.id())
                        .put("userFlowType", "signUpOrSignIn")
                        .put("userFlowTypeVersion", 1)));
  }

  /** Shows the configuration; a step only where the query expands it, null where it has none. */
  Reply get(Call call, TenantState state, String type) {
    call.queryOnly(Set.of("$expand"));
    UserFlow flow = find(call, state, type);
    ObjectNode shown =
        call.withContext(
            "identity/" + type + "UserFlows('" + flow.id() + "')/apiConnectorConfiguration");
    for (String step : expanded(call)) {
      Optional<ApiConnector> connector =
          Optional.ofNullable(flow.steps().get(step)).map(state.apiConnectors()::get);
      shown.set(step, connector.map(c -> c.showOn(SandboxJson.object())).orElse(null));
    }
    return Reply.of(200, shown);
  }

  private static List<String> expanded(Call call) {
    String expand = call.query().get("$expand");
    if (expand == null) {
      return List.of();
    }
    List<String> steps = List.of(expand.split(",", -1));
    steps.forEach(step -> checkStep(call, step));
    return steps;
  }

  /** Links a step to an API connector, or to none where the body is an empty object. */
  Reply put(Call call, TenantState state, String type) {
    call.queryOnly(Set.of());
    UserFlow flow = find(call, state, type);
    String step = call.variable("step");
    checkStep(call, step);
    StrictObject body = StrictObject.body(call.body());
    if (body.isEmpty()) {
      flow.steps().remove(step);
      return Reply.noContent();
    }
    String id = References.id(call, body, "/identity/apiConnectors/");
    if (!state.apiConnectors().containsKey(id)) {
      throw Refusal.notFound("identityApiConnector", id);
    }
    flow.steps().put(step, id);
    return Reply.noContent();
  }

  private static UserFlow find(Call call, TenantState state, String type) {
    String id = call.variable("flow");
    return Optional.ofNullable(state.userFlows().get(id))
        .filter(f -> f.type().equals(type))
        .orElseThrow(() -> Refusal.notFound(type + "IdentityUserFlow", id));
  }

  private static void checkStep(Call call, String step) {
    boolean known =
        STEPS.contains(step) || (call.version() == ApiVersion.BETA && step.equals(BETA_STEP));
    if (!known) {
      throw Refusal.badRequest("Resource not found for the segment '" + step + "'.");
    }
  }
}
