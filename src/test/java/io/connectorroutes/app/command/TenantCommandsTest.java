package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.TenantPauses.Paused;
import io.connectorroutes.ledger.TenantPauses.Resumed;
import io.connectorroutes.testing.FakePauses;
import io.connectorroutes.testing.FittingLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantCommandsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00.250Z");
  private static final GraphTenant NORTH = new GraphTenant("north", "n.example", "n");
  private static final GraphTenant BY_DEFAULT = new GraphTenant(null, "d.example", "d");

  @TempDir Path folder;
  private final FakePauses pauses = new FakePauses();
  private CommandLineHarness cli;

  @BeforeEach
  void harness() throws IOException {
    cli = new CommandLineHarness(folder).withLedgerFile();
    cli.ledger.pauses = pauses;
    cli.ledger.clock = Clock.fixed(T0, ZoneOffset.UTC);
    Files.writeString(
        Files.createDirectories(folder.resolve("config")).resolve("application.properties"),
        """
        graph.tenant-id=d.example
        graph.client-id=d
        graph.tenants.north.tenant-id=n.example
        graph.tenants.north.client-id=n
        """);
  }

  private int execute(String arguments) {
    return cli.execute((arguments + " --home " + folder).split(" "));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(cli.out());
  }

  @Test
  void aTenantIsPausedByItsAlias() throws IOException {
    assertThat(execute("tenant pause north")).isZero();
    assertThat(pauses.asked).containsExactly("pause " + NORTH);
    assertThat(cli.ledger.closed).isTrue();
    assertThat(cli.out())
        .isEqualTo(
            """
            Tenant north is paused: nothing more of it is sent.
            To go on: connector-routes tenant resume north
            """);

    assertThat(execute("tenant pause north --json")).isZero();
    assertThat(json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"tenant\":\"north\",\"paused\":true,"
                        + "\"since\":\"2026-11-21T08:00:00.250Z\"}"));
  }

  @Test
  void sinceWhenIsWhatTheLedgerHasNoted() throws IOException {
    pauses.paused.add(new Paused(NORTH.account(), "north", T0.minusMillis(3)));
    assertThat(execute("tenant pause north --json")).isZero();
    assertThat(json().path("since").asText()).isEqualTo("2026-11-21T08:00:00.247Z");
  }

  @Test
  void whoIsPausedAlreadyStaysSo() throws IOException {
    pauses.pausedSince = T0.minusSeconds(3600);
    pauses.paused.add(new Paused(BY_DEFAULT.account(), null, T0.minusSeconds(3600)));
    assertThat(execute("tenant pause default")).isZero();
    assertThat(pauses.asked).containsExactly("pause " + BY_DEFAULT);
    assertThat(cli.out())
        .startsWith("Tenant default is paused already, since 2026-11-21T07:00:00Z.\n");
    execute("tenant pause default --json");
    assertThat(json().path("since").asText()).isEqualTo("2026-11-21T07:00:00.250Z");
  }

  @Test
  void aTenantIsResumedWithAllThatRested() throws IOException {
    pauses.resumed = new Resumed(T0, List.of(Permission.API_CONNECTORS, Permission.USER_FLOWS));
    assertThat(execute("tenant resume default")).isZero();
    assertThat(pauses.asked).containsExactly("resume " + BY_DEFAULT);
    assertThat(cli.out())
        .isEqualTo(
            """
            Tenant default goes on.
            What needs API connectors goes on as well, if the app has the permission
              APIConnectors.ReadWrite.All
            What needs user flows goes on as well, if the app has the permission
              IdentityUserFlow.ReadWrite.All
            """);
    FittingLines.assertFit(cli.out());

    assertThat(execute("tenant resume default --json")).isZero();
    assertThat(json().path("tenant").asText()).isEqualTo("default");
    assertThat(json().path("paused").asBoolean(true)).isFalse();
    assertThat(json().path("pausedSince").asText()).isEqualTo(T0.toString());
    assertThat(json().path("rested"))
        .extracting(JsonNode::asText)
        .containsExactly("APIConnectors.ReadWrite.All", "IdentityUserFlow.ReadWrite.All");
  }

  @Test
  void whatDidNotRestIsSaid() {
    assertThat(execute("tenant resume north")).isZero();
    assertThat(cli.out()).isEqualTo("Tenant north was not paused, and nothing of it rested.\n");
  }

  @Test
  void anAliasThatIsNotConfiguredIsAnsweredByTheNearestOne() throws IOException {
    for (String command : List.of("pause", "resume")) {
      assertThat(execute("tenant " + command + " nroth")).isEqualTo(ExitStatus.USAGE);
      assertThat(cli.err())
          .isEqualTo("connector-routes: tenant nroth is not configured; did you mean north?\n");
    }
    assertThat(execute("tenant pause somebody-else --json")).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.err())
        .contains("tenant somebody-else is not configured; give one of default, north");
    assertThat(json().path("error").path("remedy").asText())
        .isEqualTo("give one of default, north");
    assertThat(pauses.asked).isEmpty();
  }

  @Test
  void ofManyTenantsNoListIsPrinted() throws IOException {
    StringBuilder tenants = new StringBuilder();
    // With the default one of the harness that is 300.
    for (int i = 1; i < 300; i++) {
      tenants.append("graph.tenants.t%03d.tenant-id=t%d.example\n".formatted(i, i));
      tenants.append("graph.tenants.t%03d.client-id=c\n".formatted(i));
    }
    Files.writeString(folder.resolve("config/application.properties"), tenants);
    for (String command : List.of("tenant pause t0x", "tenant resume t0x", "check --tenant t0x")) {
      assertThat(execute(command)).isEqualTo(ExitStatus.USAGE);
      assertThat(cli.err())
          .isEqualTo(
              "connector-routes: tenant t0x is not configured; give one of 300 that are"
                  + " configured\n");
    }
  }

  @Test
  void withoutALedgerOrACommandNothingIsPaused() throws IOException {
    assertThat(execute("tenant")).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.err()).contains("a command is missing: pause or resume");
    assertThat(execute("tenant pause")).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.err()).contains("ALIAS");
    Files.delete(folder.resolve("data/ledger.db"));
    assertThat(execute("tenant pause north")).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.err()).contains("there is no ledger");
    assertThat(pauses.asked).isEmpty();
  }
}
