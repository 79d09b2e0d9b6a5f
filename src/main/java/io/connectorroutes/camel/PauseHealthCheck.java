package io.connectorroutes.camel;

import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.TenantPauses;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Shows what rests until a person does something: paused tenants, and what needs a permission that
 * Graph refuses, where anything waits for it. Always up: a tenant that rests can be used.
 */
public class PauseHealthCheck extends AbstractHealthCheck {
  /** Of more than these the number is given. */
  private static final int MOST = 20;

  private final Ledger ledger;

  PauseHealthCheck(Ledger ledger) {
    super("connector-routes", Bindings.PREFIX + "pauses");
    this.ledger = ledger;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    // Asked first, since that answers soon: a read waits as long as the pool for a connection.
    if (ledger.isAvailable()) {
      try {
        show(builder, pauses(ledger.pauses()));
      } catch (DatabaseUnavailableException e) {
        // The ledger's own check says so.
        return;
      }
    }
  }

  private static void show(HealthCheckResultBuilder builder, List<String> pauses) {
    if (!pauses.isEmpty()) {
      String first = pauses.stream().limit(MOST).collect(Collectors.joining(", "));
      int others = pauses.size() - MOST;
      builder.message(PrintableText.text(others > 0 ? first + ", and " + others + " more" : first));
    }
  }

  private static List<String> pauses(TenantPauses pauses) {
    return Stream.concat(
            pauses.paused().stream().map(one -> named(one.alias(), one.reason())),
            pauses.rests().stream()
                .filter(rest -> rest.waiting() > 0)
                .map(one -> named(one.alias(), one.reason())))
        .toList();
  }

  private static String named(String alias, String reason) {
    return GraphTenant.nameOf(alias) + " (" + reason + ")";
  }
}
