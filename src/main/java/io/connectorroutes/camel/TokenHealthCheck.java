package io.connectorroutes.camel;

import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.PrintableText;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Names the tenants that cannot be used, which a person has to mend: no token could be had, or
 * changes wait for a tenant that is not configured any more. A tenant that Graph throttles is well,
 * since it goes on by itself. The process is ready as long as any tenant can be used.
 */
public class TokenHealthCheck extends AbstractHealthCheck {
  /** Of more tenants than these the names are given alone. */
  private static final int MOST_REASONS = 20;

  private final ConfiguredTenants tenants;
  private final TokenSource tokens;
  private final Ledger ledger;
  private final boolean readiness;

  private TokenHealthCheck(
      String id, ConfiguredTenants tenants, TokenSource tokens, Ledger ledger, boolean readiness) {
    super("connector-routes", Bindings.PREFIX + id);
    this.tenants = tenants;
    this.tokens = tokens;
    this.ledger = ledger;
    this.readiness = readiness;
  }

  /**
   * Down where any tenant cannot be used; says nothing about being ready.
   *
   * @param tokens never asked for a token here, only for the last problem
   */
  static TokenHealthCheck ofEach(ConfiguredTenants tenants, TokenSource tokens, Ledger ledger) {
    return new TokenHealthCheck("tokens", tenants, tokens, ledger, false);
  }

  /** Down where none of the configured tenants can be used: not ready then. */
  static TokenHealthCheck ofAll(ConfiguredTenants tenants, TokenSource tokens, Ledger ledger) {
    return new TokenHealthCheck("tenants", tenants, tokens, ledger, true);
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return readiness;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Map<String, String> unusable = withoutToken();
    builder.up();
    if (readiness) {
      if (unusable.size() == tenants.all().size()) {
        builder.message("no tenant can be used: " + text(unusable)).down();
      }
      return;
    }
    unconfigured(unusable);
    if (!unusable.isEmpty()) {
      builder.message("some tenants cannot be used: " + text(unusable)).down();
    }
  }

  private static String text(Map<String, String> unusable) {
    String first =
        unusable.entrySet().stream()
            .limit(MOST_REASONS)
            .map(tenant -> tenant.getKey() + " (" + tenant.getValue() + ")")
            .collect(Collectors.joining(", "));
    String others = unusable.keySet().stream().skip(MOST_REASONS).collect(Collectors.joining(", "));
    return PrintableText.text(others.isEmpty() ? first : first + ", " + others);
  }

  private Map<String, String> withoutToken() {
    Map<String, String> problems = new TreeMap<>();
    for (GraphTenant tenant : tenants.all()) {
      tokens
          .problem(tenant.account())
          .ifPresent(problem -> problems.put(tenant.name(), problem.getMessage()));
    }
    return problems;
  }

  private void unconfigured(Map<String, String> unusable) {
    // Asked first, since that answers soon: a read waits as long as the pool for a connection.
    if (!ledger.isAvailable()) {
      return;
    }
    try {
      ledger
          .reports()
          .unconfigured()
          .forEach(wait -> unusable.put(GraphTenant.nameOf(wait.alias()), wait.reason()));
    } catch (DatabaseUnavailableException e) {
      // The ledger's own check says so.
      return;
    }
  }
}
