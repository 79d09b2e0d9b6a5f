package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectorroutes.app.check.CheckLimits;
import io.connectorroutes.app.command.Check;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README quotes for each step of the first minutes that was left out is what is said. */
class FirstMinutesTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String APP = "11111111-1111-1111-1111-111111111111";

  /** Longer than a busy machine takes. */
  private static final Duration MINUTES = Duration.ofMinutes(2);

  @TempDir Path folder;

  private String readme;
  private TokenAuthority authority;
  private TrustStore trust;

  @BeforeEach
  void start() throws Exception {
    readme = oneLine(Files.readString(Path.of("README.md")));
    Path keyStore = TokenAuthority.keyStore(folder, "authority");
    Files.writeString(folder.resolve("app.pem"), TokenAuthority.pem(keyStore));
    authority = new TokenAuthority(keyStore);
    trust = TrustStore.of(keyStore);
  }

  @AfterEach
  void stop() {
    authority.close();
    trust.close();
  }

  @Test
  void withoutAConfiguredTenant() {
    ConfigurationReader reader = new ConfigurationReader(null, Map.of(), cloud -> null);
    UsageException missing =
        catchThrowableOfType(
            UsageException.class,
            () -> reader.read(folder, List.of("graph.credential=client-certificate")));

    assertQuoted("connector-routes: " + missing.getMessage());
  }

  @Test
  void withoutARegisteredAppOrItsCertificate() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(
            400,
            "unauthorized_client",
            "AADSTS700016: Application with identifier '%s' was not found in the directory."
                .formatted(APP));
    try (TestSystem system = system()) {
      assertQuoted(check(system, "default: token"));

      Files.delete(folder.resolve("app.pem"));
      assertQuoted(check(system, "default: token"));
    }
  }

  @Test
  void withoutAPermission() throws Exception {
    String said =
        "[AADB2C] : The application does not have any of the required application permissions";
    String path = "/v1.0/identity/apiConnectors";
    try (TestSystem system =
        system(
            Fault.on("GET", path).error("AADB2C", said).answer(403),
            Fault.on("POST", path).error("AADB2C", said).answer(403))) {
      assertQuoted(check(system, "default: API connectors"));

      system.start().drop("a.json", Requests.create("order-1", "Orders").toString());
      assertThat(system.outcomeOf("order-1").outcome()).isEqualTo(Outcome.FAILED);
      assertQuoted(system.outcomeOf("order-1").message());
      assertThat(system.sandbox().faultsFired()).hasSize(2);
    }
  }

  @Test
  void eachPermissionHasItsName() {
    for (Permission permission : Permission.values()) {
      assertQuoted("`" + permission.graphName() + "`");
    }
  }

  private void assertQuoted(String text) {
    String quote = oneLine(text.replace(folder.toString(), "/srv/routes"));
    assertThat(readme.contains(quote)).as(quote).isTrue();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** The line as it is printed. */
  private String check(TestSystem system, String name) throws Exception {
    Configuration configuration = system.configuration();
    Check check =
        RoutesCheck.run(
                configuration,
                configuration.graph().tenants(),
                EnumSet.of(Permission.API_CONNECTORS),
                Externals.standard().withTokenClient(authority.client()),
                Clock.systemUTC(),
                new CheckLimits(MINUTES, MINUTES, MINUTES))
            .stream()
            .filter(line -> line.name().equals(name))
            .findFirst()
            .orElseThrow();
    return "FAIL " + check.name() + " " + check.text();
  }

  private TestSystem system(Fault... faults) {
    return TestSystem.in(folder.resolve("home"), authority, faults)
        .with("graph.credential", "client-certificate")
        .with("graph.tenant-id", TENANT)
        .with("graph.client-id", APP)
        .with("graph.client-certificate", folder.resolve("app.pem").toString());
  }
}
