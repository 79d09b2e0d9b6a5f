package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many Graph requests each operation takes in the good case. */
class RequestEconomyTest {
  private static final String BASIC =
      "'authenticationConfiguration': {'@odata.type': '#microsoft.graph.basicAuthentication',"
          + " 'username': 'u', 'password': 'p'}";
  private static final String PFX = "'properties': {'pkcs12Value': 'TUlJ', 'password': 'p'}";
  private static final String URL = "'properties': {'targetUrl': 'https://b.example'}";
  private static final String CONNECTOR =
      "'target': {'id': 'c0000000-0000-4000-8000-000000000002'}";
  private static final String STEP =
      "'target': {'userFlowId': 'B2X_1_signup', 'step': 'postFederationSignup'}";
  private static final String GROUP = "0d3fa017-0000-4000-8000-000000000002";

  @TempDir Path home;
  private TestSystem system;
  private int changes;

  @BeforeEach
  void start() throws Exception {
    SandboxSeed seed =
        SandboxSeed.standard()
            .withApiConnectors(
                Map.of("id-a", "A", "id-b", "B", "id-c", "C", "id-d", "D", "id-e", "E"));
    system =
        TestSystem.in(home, SandboxOptions.builder().seed(seed).build())
            .with("certificates.check", "off")
            .start();
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void everyOperationByIdTakesOneRequest() throws Exception {
    assertThat(requests("apiConnector.create", properties("N1")))
        .as("the first create of a kind takes a list of what was there before")
        .containsExactly("GET", "POST");
    assertThat(requests("apiConnector.create", properties("N2"))).containsExactly("POST");
    assertThat(requests("apiConnector.update", "'target': {'id': 'id-a'}, " + URL))
        .containsExactly("PATCH");
    assertThat(requests("apiConnector.uploadClientCertificate", "'target': {'id': 'id-a'}, " + PFX))
        .containsExactly("POST");
    assertThat(
            requests(
                "userFlow.enableApiConnector",
                STEP + ", 'properties': {'apiConnector': {'id': 'id-a'}}"))
        .containsExactly("PUT");
    assertThat(requests("userFlow.disableApiConnector", STEP)).containsExactly("PUT");
    assertThat(requests("apiConnector.delete", "'target': {'id': 'id-a'}"))
        .containsExactly("DELETE");
    assertThat(requests("connector.update", CONNECTOR + ", 'properties': {'status': 'active'}"))
        .containsExactly("PATCH");
    assertThat(
            requests(
                "connector.moveToGroup",
                CONNECTOR + ", 'properties': {'connectorGroup': {'id': '" + GROUP + "'}}"))
        .containsExactly("POST");
    assertThat(requests("connectorGroup.create", "'properties': {'name': 'G1'}"))
        .containsExactly("GET", "POST");
    assertThat(requests("connectorGroup.create", "'properties': {'name': 'G3'}"))
        .containsExactly("POST");
    assertThat(
            requests(
                "connectorGroup.update",
                "'target': {'id': '" + GROUP + "'}, 'properties': {'name': 'G2'}"))
        .containsExactly("PATCH");
  }

  @Test
  void everyOperationByNameTakesOneMoreForAllOfTheTenant() throws Exception {
    assertThat(requests("apiConnector.update", named("A") + URL)).containsExactly("GET", "PATCH");
    assertThat(requests("apiConnector.update", named("B") + URL)).containsExactly("PATCH");
    assertThat(requests("apiConnector.upsert", named("C") + properties("C")))
        .containsExactly("PATCH");
    assertThat(requests("apiConnector.uploadClientCertificate", named("D") + PFX))
        .containsExactly("POST");
    assertThat(
            requests(
                "userFlow.enableApiConnector",
                STEP + ", 'properties': {'apiConnector': {'displayName': 'D'}}"))
        .containsExactly("PUT");
    assertThat(requests("apiConnector.delete", named("E").replace("}, ", "}")))
        .containsExactly("DELETE");
    assertThat(
            requests(
                "connector.moveToGroup",
                CONNECTOR + ", 'properties': {'connectorGroup': {'name': 'Branch offices'}}"))
        .containsExactly("GET", "POST");
    assertThat(
            requests(
                "connectorGroup.update",
                "'target': {'name': 'Branch offices'}, 'properties': {'name': 'Offices'}"))
        .containsExactly("PATCH");
    assertThat(requests("connectorGroup.create", "'properties': {'name': 'Empty'}"))
        .containsExactly("POST");
    assertThat(requests("connectorGroup.delete", "'target': {'name': 'Empty'}"))
        .containsExactly("DELETE");
  }

  @Test
  void whatAJobCreatesItLinksWithoutALookUp() throws Exception {
    system.drop(
        "job.jsonl",
        change("x-1", "apiConnector.create", properties("New"))
            + "\n"
            + change(
                "x-2",
                "userFlow.enableApiConnector",
                STEP + ", 'properties': {'apiConnector': {'displayName': 'New'}}"));
    assertThat(system.outcomeOf("x-2").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(system.sandbox().journal())
        .extracting(JournalEntry::method)
        .containsExactly("GET", "POST", "PUT");
  }

  /** The methods of the requests that one change takes. */
  private List<String> requests(String operation, String rest) throws Exception {
    int before = system.sandbox().journal().size();
    String id = "c-" + ++changes;
    system.drop(id + ".jsonl", change(id, operation, rest));
    assertThat(system.outcomeOf(id).outcome()).as(operation).isEqualTo(Outcome.APPLIED);
    List<JournalEntry> journal = system.sandbox().journal();
    List<String> methods =
        journal.subList(before, journal.size()).stream().map(JournalEntry::method).toList();
    assertThat(system.outcomeOf(id).graphRequests()).isEqualTo(methods.size());
    return methods;
  }

  private static String change(String id, String operation, String rest) {
    return ("{'changeId': '" + id + "', 'operation': '" + operation + "', " + rest + "}")
        .replace('\'', '"');
  }

  private static String named(String name) {
    return "'target': {'displayName': '" + name + "'}, ";
  }

  private static String properties(String name) {
    return "'properties': {'displayName': '"
        + name
        + "', 'targetUrl': 'https://a.example/api', "
        + BASIC
        + "}";
  }
}
