package io.connectorroutes.camel;

import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.TokenSource;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Names the tenants for which no token could be had: a person has to mend that. Not ready then; a
 * tenant that Graph throttles is well, since it goes on by itself.
 */
public class TokenHealthCheck extends AbstractHealthCheck {
  private final List<GraphTenant> tenants;
  private final TokenSource tokens;

  /**
   * A check of these tenants.
   *
   * @param tenants the configured ones
   * @param tokens never asked for a token here, only for the last problem
   */
  public TokenHealthCheck(List<GraphTenant> tenants, TokenSource tokens) {
    super("connector-routes", "tokens");
    this.tenants = tenants;
    this.tokens = tokens;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    for (GraphTenant tenant : tenants) {
      tokens
          .problem(tenant.account())
          .ifPresent(
              problem ->
                  builder
                      .detail(name(tenant), problem.getMessage())
                      .message("no token for some tenants: see graph.credential")
                      .down());
    }
  }

  private static String name(GraphTenant tenant) {
    return tenant.alias() == null ? "default" : tenant.alias();
  }
}
