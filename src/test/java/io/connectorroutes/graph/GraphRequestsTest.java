package io.connectorroutes.graph;

import static io.connectorroutes.graph.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphRequestsTest {
  private static final String DELETE =
      "{'operation': 'apiConnector.delete', 'target': {'id': 'x'}}";

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void eachGoldenChangeGivesItsRequest(Path file) throws IOException {
    JsonNode golden = Changes.JSON.readTree(file.toFile());
    GraphRequest request =
        new GraphRequests(settings(golden.path("settings")))
            .of(change(golden.path("change")), "t/c", golden.path("objectId").textValue());

    JsonNode expected = golden.path("request");
    assertThat(request.method()).isEqualTo(expected.path("method").textValue());
    assertThat(request.path()).isEqualTo(expected.path("path").textValue());
    // As text: the order of keys is that of the documentation.
    assertThat(request.body() == null ? "" : request.body().toString())
        .isEqualTo(expected.path("body").isMissingNode() ? "" : expected.path("body").toString());
    assertThat(request.account()).isEqualTo("t/c");
  }

  @Test
  void theGoldenFilesCoverEveryOperation() throws Exception {
    Set<String> covered =
        goldenFiles().map(GraphRequestsTest::operation).collect(Collectors.toSet());

    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.values()).map(Operation::wireName).toList());
  }

  @Test
  void theChangeItselfIsNotAltered() {
    ConnectorChange change =
        change(
            "{'operation': 'apiConnector.create', 'properties': {'authenticationConfiguration':"
                + " {'@odata.type': '#microsoft.graph.pkcs12Certificate', 'pkcs12Value':"
                + " 'TUlJ'}}}");
    String before = change.properties().toString();

    GraphRequest request = global("v1.0").of(change, "t/c", null);

    assertThat(request.body().toString()).contains("\"password\":\"\"");
    assertThat(change.properties().toString()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "TUlJTQ==, TUlJTQ==",
    "TUlJTQ, TUlJTQ==",
    "' TUlJ\\r\\n TQ ', TUlJTQ==",
    "no base64!, no base64!"
  })
  void aCertificateIsSentAsBase64InTheStandardForm(String given, String sent) {
    String certificate = "'pkcs12Value': '" + given + "', 'password': 'p'";
    ConnectorChange upload =
        change(
            "{'operation': 'apiConnector.uploadClientCertificate', 'target': {'id': 'x'},"
                + " 'properties': {"
                + certificate
                + "}}");
    ConnectorChange update =
        change(
            "{'operation': 'apiConnector.update', 'target': {'id': 'x'}, 'properties':"
                + " {'authenticationConfiguration': {'@odata.type':"
                + " 'microsoft.graph.pkcs12Certificate', "
                + certificate
                + "}}}");

    assertThat(global("v1.0").of(upload, "t/c", "x").body().path("pkcs12Value").textValue())
        .isEqualTo(sent);
    assertThat(
            global("v1.0")
                .of(update, "t/c", "x")
                .body()
                .at("/authenticationConfiguration/pkcs12Value")
                .textValue())
        .isEqualTo(sent);
  }

  @Test
  void eachRequestHasAFreshClientRequestId() {
    GraphRequests requests = global("v1.0");
    ConnectorChange change = change(DELETE);
    String first = requests.of(change, "t/c", "x").clientRequestId();
    String second = requests.of(change, "t/c", "x").clientRequestId();

    assertThat(UUID.fromString(first)).isNotEqualTo(UUID.fromString(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void segmentsThatWouldChangeThePathAreRefused(String id) {
    ConnectorChange change =
        change("{'operation': 'apiConnector.delete', 'target': {'id': '" + id + "'}}");

    assertThatThrownBy(() -> global("v1.0").of(change, "t/c", id))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(global("v1.0").unsupported(change))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("target.id: must not be"));
  }

  @Test
  void aReferenceThatCannotBePartOfAPathIsNamed() {
    ConnectorChange change =
        change(
            "{'operation': 'connector.moveToGroup', 'target': {'id': 'c'},"
                + " 'properties': {'connectorGroup': {'id': '..'}}}");

    assertThat(global("v1.0").unsupported(change))
        .hasValueSatisfying(p -> assertThat(p).startsWith("properties.connectorGroup.id: "));
  }

  @ParameterizedTest
  @CsvSource({
    "us-gov-l4, v1.0, false",
    "us-gov-l5, v1.0, false",
    "us-gov-l4, beta, true",
    "us-gov-l5, beta, true",
    "china, v1.0, true",
    "global, v1.0, true"
  })
  void apiConnectorsAreRefusedWhereTheCloudLacksThem(
      String cloud, String version, boolean offered) {
    GraphRequests requests =
        new GraphRequests(new GraphSettings(Cloud.of(cloud), version, "/connectors"));

    assertThat(requests.unsupported(change(DELETE)).isEmpty()).isEqualTo(offered);
    if (!offered) {
      assertThat(requests.unsupported(change(DELETE)).orElseThrow())
          .contains(cloud)
          .contains("graph.api-version=beta");
    }
  }

  @Test
  void whatIsBetaAnywayIsNotRefused() {
    GraphRequests requests =
        new GraphRequests(new GraphSettings(Cloud.of("us-gov-l4"), "v1.0", "/connectors"));

    assertThat(
            List.of(
                change("{'operation': 'connectorGroup.delete', 'target': {'id': 'x'}}"),
                change(
                    "{'operation': 'userFlow.disableApiConnector', 'target': {'userFlowId': 'f',"
                        + " 'step': 'preTokenIssuance'}}")))
        .allSatisfy(change -> assertThat(requests.unsupported(change)).isEmpty());
  }

  @Test
  void noBodyStandsInTheTextOfARequest() {
    ConnectorChange change =
        change(
            "{'operation': 'apiConnector.uploadClientCertificate', 'target': {'id': 'x'},"
                + " 'properties': {'pkcs12Value': 'TUlJ', 'password': 'canary'}}");

    assertThat(global("v1.0").of(change, "t/c", "x").toString()).doesNotContain("canary");
  }

  static Stream<Path> goldenFiles() throws IOException, URISyntaxException {
    Path folder = Path.of(GraphRequestsTest.class.getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private static String operation(Path file) {
    try {
      return Changes.JSON.readTree(file.toFile()).path("change").path("operation").textValue();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static GraphRequests global(String version) {
    return new GraphRequests(new GraphSettings(Cloud.of("global"), version, "/connectors"));
  }

  private static GraphSettings settings(JsonNode json) {
    return new GraphSettings(
        Cloud.of(json.path("cloud").asText("global")),
        json.path("apiVersion").asText("v1.0"),
        json.path("connectorsPath").asText("/connectors"));
  }
}
