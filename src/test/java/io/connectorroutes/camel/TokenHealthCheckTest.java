package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.TokenSettings;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

class TokenHealthCheckTest {
  private final List<String> asked = new ArrayList<>();

  /** A read would wait as long as the pool for a connection, longer than those who ask do. */
  @Test
  void aLedgerThatIsAwayIsNotReadForTenantsThatAreNotConfigured() {
    HealthCheck.Result result = check(Optional.of("the ledger's database does not answer")).call();

    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(asked).containsExactly("isAvailable");
  }

  @Test
  void tenantsThatAreNotConfiguredAreNamedByTheLedger() {
    HealthCheck.Result result = check(Optional.empty()).call();

    assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(result.getMessage()).hasValueSatisfying(it -> assertThat(it).contains("gone (why)"));
    assertThat(asked).containsExactly("isAvailable", "reports");
  }

  private TokenHealthCheck check(Optional<String> problem) {
    TokenSource tokens =
        new TokenSource(
            new TokenSettings(Cloud.of("global"), Duration.ofDays(1), Duration.ofDays(30)),
            Map.of(),
            Map.of(),
            TokenSource.httpClient(),
            Clock.systemUTC());
    return TokenHealthCheck.ofEach(new ConfiguredTenants(List.of()), tokens, ledger(problem));
  }

  private Ledger ledger(Optional<String> problem) {
    Reports reports =
        proxy(
            Reports.class,
            method -> List.of(new Reports.Unconfigured("tenant client", "gone", "why")));
    return proxy(
        Ledger.class,
        method -> {
          asked.add(method);
          return method.equals("isAvailable") ? problem.isEmpty() : reports;
        });
  }

  private static <T> T proxy(Class<T> type, Function<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method.getName())));
  }
}
