package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest extends SandboxTest {
  private static final String PATH = "/v1.0/identity/apiConnectors";

  @BeforeEach
  void begin() {
    start(
        SandboxOptions.builder()
            .clock(clock)
            .faults(List.of(Fault.on("GET", PATH + "/planned").answer(500))));
  }

  @Test
  void givesTheJournalWithSecretsMasked() throws Exception {
    graph.post(PATH, GraphCaller.newApiConnector("Named"));
    graph.post(
        "/v1.0/$batch",
        """
        {"requests": [{"id": "x", "method": "POST", "url": "/identity/apiConnectors/y",
          "headers": {"Content-Type": "application/json"},
          "body": {"pkcs12Value": "pfx-secret", "password": "pfx-password"}}]}
        """);

    Back journal = graph.get("/sandbox/journal");

    assertThat(journal.status()).isEqualTo(200);
    JsonNode entries = journal.body().path("entries");
    assertThat(entries).hasSize(3);
    assertThat(entries.at("/0/body/displayName").asText()).isEqualTo("Named");
    assertThat(entries.at("/0/status").asInt()).isEqualTo(201);
    assertThat(entries.at("/0/applied").asBoolean()).isTrue();
    assertThat(entries.at("/0/time").asText()).isEqualTo("2026-11-21T10:00:00Z");
    assertThat(entries.at("/0").has("parent")).isFalse();
    assertThat(entries.at("/2/parent").asLong()).isEqualTo(2);
    assertThat(entries.at("/2/batchId").asText()).isEqualTo("x");
    assertThat(entries.at("/2/body/pkcs12Value").asText()).isEqualTo("******");
    assertThat(journal.response().body()).doesNotContain("pass-of", "pfx-secret", "pfx-password");
  }

  @Test
  void givesTheState() throws Exception {
    graph.apiConnector("Seen");

    assertThat(graph.get("/sandbox/state").body()).isEqualTo(sandbox.state());
    assertThat(sandbox.state().at("/tenants/default/apiConnectors/0/displayName").asText())
        .isEqualTo("Seen");
  }

  @Test
  void takesFaultsAndTellsWhichFired() throws Exception {
    Back added =
        graph.post(
            "/sandbox/faults",
            "{\"faults\": [{\"method\": \"GET\", \"action\": \"answer\", \"status\": 418}]}");
    Back hit = graph.get(PATH);
    graph.get(PATH);

    assertThat(added.status()).isEqualTo(200);
    assertThat(added.body().path("added").asInt()).isEqualTo(1);
    assertThat(hit.status()).isEqualTo(418);
    JsonNode faults = graph.get("/sandbox/faults").body();
    assertThat(faults.path("planned")).hasSize(2);
    assertThat(faults.at("/planned/0/fired").asInt()).isZero();
    assertThat(faults.at("/planned/1/fault/action").asText()).isEqualTo("answer");
    assertThat(faults.at("/planned/1/met").asInt()).isEqualTo(2);
    assertThat(faults.at("/planned/1/fired").asInt()).isEqualTo(1);
    assertThat(faults.path("fired")).hasSize(1);
    assertThat(faults.at("/fired/0/request").asInt()).isEqualTo(1);
  }

  @Test
  void refusesAFaultWithAnUnknownField() throws Exception {
    Back refused = graph.post("/sandbox/faults", "{\"faults\": [{\"acton\": \"cut\"}]}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("'faults[0].acton' is unknown");
    assertThat(graph.get("/sandbox/faults").body().path("planned")).hasSize(1);
  }

  @Test
  void resetBringsTheBeginningBack() throws Exception {
    graph.apiConnector("Forgotten");
    graph.get(PATH + "/planned");
    assertThat(sandbox.faultsFired()).hasSize(1);

    assertThat(graph.post("/sandbox/reset", "{}").status()).isEqualTo(200);

    assertThat(sandbox.journal()).isEmpty();
    assertThat(sandbox.faultsFired()).isEmpty();
    assertThat(sandbox.state("default").path("apiConnectors")).isEmpty();
    assertThat(graph.get(PATH + "/planned").status()).isEqualTo(500);
    assertThat(sandbox.journal()).extracting(JournalEntry::n).containsExactly(3L);
  }

  @Test
  void hasNothingElse() throws Exception {
    assertThat(graph.get("/sandbox/nothing").status()).isEqualTo(404);
    assertThat(graph.delete("/sandbox/journal").status()).isEqualTo(404);
    assertThat(sandbox.journal()).isEmpty();
  }

  @Test
  void aTakenPortIsNamed() {
    SandboxOptions same = SandboxOptions.builder().port(sandbox.port()).build();

    assertThatThrownBy(() -> Sandbox.start(same))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + sandbox.port());
  }
}
