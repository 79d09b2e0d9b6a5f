package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFlowsTest extends SandboxTest {
  private static final String CONFIGURATION =
      "/v1.0/identity/b2xUserFlows/B2X_1_testuserflow/apiConnectorConfiguration";

  private String connector;

  @BeforeEach
  void begin() throws Exception {
    start(SandboxOptions.builder().clock(clock));
    connector = graph.apiConnector("Linked");
  }

  private String reference(String version, String id) {
    return "{\"@odata.id\": \"%s/%s/identity/apiConnectors/%s\"}"
        .formatted(sandbox.root(), version, id);
  }

  private JsonNode expanded() throws Exception {
    return graph
        .get(CONFIGURATION + "?$expand=postFederationSignup,postAttributeCollection")
        .body();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postFederationSignup", "postAttributeCollection"})
  void enablesAndDisablesAsInThePageUpdateApiConnectorConfiguration(String step) throws Exception {
    Back enabled = graph.put(CONFIGURATION + "/" + step + "/$ref", reference("v1.0", connector));

    assertThat(enabled.status()).isEqualTo(204);
    assertThat(expanded().at("/" + step + "/id").asText()).isEqualTo(connector);
    assertThat(expanded().at("/" + step + "/authenticationConfiguration/password").asText())
        .isEqualTo("******");
    assertThat(
            sandbox.state("default").at("/userFlows/0/apiConnectorConfiguration/" + step).asText())
        .isEqualTo(connector);

    Back disabled = graph.put(CONFIGURATION + "/" + step + "/$ref", "{ }");

    assertThat(disabled.status()).isEqualTo(204);
    assertThat(expanded().path(step).isNull()).isTrue();
    assertThat(lastEntry().query())
        .isEqualTo("$expand=postFederationSignup,postAttributeCollection");
  }

  @Test
  void listsThoseOfEachTypeOfWhichB2cIsOfBetaOnly() throws Exception {
    assertThat(graph.get("/v1.0/identity/b2xUserFlows").body().path("value"))
        .extracting(flow -> flow.path("id").asText())
        .containsExactly("B2X_1_testuserflow", "B2X_1_signup");
    assertThat(graph.get("/beta/identity/b2cUserFlows").body().at("/value/0/id").asText())
        .isEqualTo("B2C_1_signin");
    assertThat(graph.get("/v1.0/identity/b2cUserFlows").status()).isEqualTo(400);
  }

  @Test
  void showsAStepOnlyWhereItIsExpanded() throws Exception {
    JsonNode shown = graph.get(CONFIGURATION).body();

    assertThat(shown).hasSize(1);
    assertThat(shown.path("@odata.context").asText())
        .endsWith("b2xUserFlows('B2X_1_testuserflow')/apiConnectorConfiguration");
  }

  @Test
  void preTokenIssuanceAndB2cAreOfBetaOnly() throws Exception {
    String b2c = "/identity/b2cUserFlows/B2C_1_signin/apiConnectorConfiguration";
    String beta = reference("beta", connector);

    assertThat(graph.put("/beta" + b2c + "/preTokenIssuance/$ref", beta).status()).isEqualTo(204);
    assertThat(graph.get("/v1.0" + b2c).status()).isEqualTo(400);
    Back step = graph.put(CONFIGURATION + "/preTokenIssuance/$ref", reference("v1.0", connector));
    assertThat(step.status()).isEqualTo(400);
    assertThat(step.error()).isEqualTo("Resource not found for the segment 'preTokenIssuance'.");
    assertThat(
            graph
                .put(CONFIGURATION.replace("/v1.0", "/beta") + "/preTokenIssuance/$ref", beta)
                .status())
        .isEqualTo(204);
  }

  @Test
  void aFlowIsFoundOnlyUnderItsType() throws Exception {
    Back refused =
        graph.put(
            "/beta/identity/b2cUserFlows/B2X_1_signup/apiConnectorConfiguration/"
                + "postFederationSignup/$ref",
            "{}");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.error())
        .isEqualTo("b2cIdentityUserFlow 'B2X_1_signup' does not exist in this tenant.");
  }

  @Test
  void missingConnectorsAndFlowsAreNotFound() throws Exception {
    assertThat(
            graph
                .put(CONFIGURATION + "/postFederationSignup/$ref", reference("v1.0", "no-such"))
                .status())
        .isEqualTo(404);
    assertThat(
            graph
                .put(
                    CONFIGURATION.replace("testuserflow", "other") + "/postFederationSignup/$ref",
                    "{}")
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"@odata.id\": \"/identity/apiConnectors/ID\"} | must begin with",
        "{\"@odata.id\": \"https://graph.microsoft.com/v1.0/identity/apiConnectors/ID\"} |"
            + " must begin with",
        "{\"@odata.id\": \"ROOT/beta/identity/apiConnectors/ID\"} | must begin with",
        "{\"@odata.id\": \"ROOT/v1.0/identity/apiConnectors/ID/x\"} | must end with an id",
        "{\"@odata.id\": \"ROOT/v1.0/identity/apiConnectors/\"} | empty",
        "{\"@odata.id\": 7} | must be a string",
        "{\"id\": \"ID\"} | Property '@odata.id' is missing.",
        "{\"@odata.id\": \"ROOT/v1.0/identity/apiConnectors/ID\", \"id\": \"ID\"} |"
            + " Property 'id' is unknown.",
        "[] | The request body must be a JSON object.",
      })
  void refusesABodyThatIsNotAsDocumented(String body, String message) throws Exception {
    Back refused =
        graph.put(
            CONFIGURATION + "/postFederationSignup/$ref",
            body.replace("ROOT", sandbox.root().toString()).replace("ID", connector));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains(message);
    assertThat(expanded().path("postFederationSignup").isNull()).isTrue();
  }

  @Test
  void deletingAConnectorRemovesItsLinks() throws Exception {
    graph.put(CONFIGURATION + "/postFederationSignup/$ref", reference("v1.0", connector));

    graph.delete("/v1.0/identity/apiConnectors/" + connector);

    assertThat(expanded().path("postFederationSignup").isNull()).isTrue();
  }
}
