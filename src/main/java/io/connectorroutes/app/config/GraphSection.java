package io.connectorroutes.app.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code graph.*} keys.
 *
 * @param cloud never null
 * @param endpoint root URL without a slash at its end; null except with {@code custom}
 * @param authority null except with {@code custom}, and there with credential {@code none}
 * @param apiVersion {@code v1.0} or {@code beta}
 * @param tenants at least one, of accounts that differ; the default tenant, where there is one,
 *     comes first
 * @param budget never null
 * @param batchSize 1 to 20
 * @param maxAttempts at least 1
 * @param retryFor positive
 * @param lostAnswerWait zero or positive
 * @param maxWait positive
 * @param connectorsPath begins with a slash
 */
public record GraphSection(
    CloudName cloud,
    URI endpoint,
    URI authority,
    String apiVersion,
    List<TenantSection> tenants,
    Budget budget,
    int batchSize,
    int maxAttempts,
    Duration retryFor,
    Duration lostAnswerWait,
    Duration maxWait,
    String connectorsPath) {

  static GraphSection from(Values values) {
    GraphSection section =
        new GraphSection(
            values.get(Keys.GRAPH_CLOUD),
            values.get(Keys.GRAPH_ENDPOINT),
            values.get(Keys.GRAPH_AUTHORITY),
            values.get(Keys.GRAPH_API_VERSION),
            tenants(values),
            values.get(Keys.GRAPH_BUDGET),
            values.get(Keys.GRAPH_BATCH_SIZE),
            values.get(Keys.GRAPH_MAX_ATTEMPTS),
            values.get(Keys.GRAPH_RETRY_FOR),
            values.get(Keys.GRAPH_LOST_ANSWER_WAIT),
            values.get(Keys.GRAPH_MAX_WAIT),
            values.get(Keys.GRAPH_CONNECTORS_PATH));
    GraphChecks.check(section);
    return section;
  }

  /**
   * The default tenant and the further ones. Where only further tenants name the directory that an
   * app's credential needs, there is no default tenant.
   */
  private static List<TenantSection> tenants(Values values) {
    List<TenantSection> tenants = new ArrayList<>();
    TenantSection byDefault = TenantSection.from(values, null);
    boolean shared = byDefault.credential().needsApp() && byDefault.tenantId() == null;
    if (!shared || values.aliases().isEmpty()) {
      tenants.add(byDefault);
    }
    values.aliases().forEach(alias -> tenants.add(TenantSection.from(values, alias)));
    return List.copyOf(tenants);
  }
}
