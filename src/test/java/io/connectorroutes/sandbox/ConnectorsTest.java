package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorsTest extends SandboxTest {
  private static final String PROXY = "/beta/onPremisesPublishingProfiles/applicationProxy";
  private static final String ID = "7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a";
  private static final String CONNECTOR = PROXY + "/connectors/" + ID;
  private static final String GROUPS = PROXY + "/connectorGroups";

  @BeforeEach
  void begin() {
    start(SandboxOptions.builder().clock(clock));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/beta/connectors/" + ID, CONNECTOR})
  void updatesAsInThePageUpdateConnector(String path) throws Exception {
    Back updated =
        graph.patch(
            path,
            """
            {
              "@odata.type": "#microsoft.graph.connector",
              "machineName": "String",
              "externalIp": "String",
              "status": "inactive"
            }
            """);

    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.header("Content-Type")).isEqualTo("application/json");
    // The page shortens its answer; the version is what it leaves out.
    assertThat(updated.body())
        .isEqualTo(
            GraphCaller.json(
                """
                {
                  "@odata.type": "#microsoft.graph.connector",
                  "id": "7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a",
                  "machineName": "String",
                  "externalIp": "String",
                  "status": "inactive",
                  "version": "1.5.3437.0"
                }
                """));
    assertThat(graph.get(CONNECTOR).body().path("machineName").asText()).isEqualTo("String");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"status\": \"String\"} | Property 'status' must be one of active, inactive",
        "{\"version\": \"2\"} | Property 'version' is unknown.",
        "{\"id\": \"2\"} | Property 'id' is unknown.",
        "{\"machineName\": null} | Property 'machineName' must be a string.",
        "{\"@odata.type\": \"#microsoft.graph.connector\"} |"
            + " The request body has no property to update.",
        "{\"@odata.type\": \"connector\", \"status\": \"active\"} |"
            + " Property '@odata.type' must be #microsoft.graph.connector.",
      })
  void refusesAnUpdateThatIsNotAsDocumented(String body, String message) throws Exception {
    JsonNode before = sandbox.state();

    Back refused = graph.patch("/beta/connectors/" + ID, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo(message);
    assertThat(sandbox.state()).isEqualTo(before);
  }

  @Test
  void thePathAtTheRootCanBeSwitchedOff() throws Exception {
    close();
    start(SandboxOptions.builder().connectorsAtRoot(false));

    assertThat(graph.patch("/beta/connectors/" + ID, "{\"status\": \"active\"}").status())
        .isEqualTo(404);
    assertThat(graph.patch(CONNECTOR, "{\"status\": \"active\"}").status()).isEqualTo(200);
  }

  @Test
  void v1HasNeitherConnectorsNorGroups() throws Exception {
    assertThat(graph.get(CONNECTOR.replace("/beta", "/v1.0")).status()).isEqualTo(400);
    assertThat(graph.get(GROUPS.replace("/beta", "/v1.0")).error())
        .isEqualTo("Resource not found for the segment 'onPremisesPublishingProfiles'.");
    assertThat(graph.patch("/v1.0/connectors/" + ID, "{\"status\": \"active\"}").status())
        .isEqualTo(404);
  }

  @Test
  void listsConnectors() throws Exception {
    JsonNode list = graph.get(PROXY + "/connectors").body();

    assertThat(list.at("/value/0/id").asText()).isEqualTo(ID);
    assertThat(list.path("value")).hasSize(2);
    assertThat(graph.get(PROXY + "/connectors/nobody").status()).isEqualTo(404);
  }

  @Test
  void movesAConnectorToAnotherGroup() throws Exception {
    String group = graph.post(GROUPS, "{\"name\": \"Europe\"}").body().path("id").asText();

    Back moved = graph.post(CONNECTOR + "/memberOf/$ref", groupReference(group));

    assertThat(moved.status()).isEqualTo(204);
    JsonNode memberOf = graph.get(CONNECTOR + "/memberOf").body().path("value");
    assertThat(memberOf).hasSize(1);
    assertThat(memberOf.at("/0/id").asText()).isEqualTo(group);
    assertThat(memberOf.at("/0/name").asText()).isEqualTo("Europe");
    Back nowhere = graph.post(CONNECTOR + "/memberOf/$ref", groupReference("nowhere"));
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.error()).contains("connectorGroup 'nowhere'");
  }

  private String groupReference(String group) {
    return "{\"@odata.id\": \"%s%s/%s\"}".formatted(sandbox.root(), GROUPS, group);
  }

  @Test
  void createsUpdatesAndDeletesAGroup() throws Exception {
    Back made =
        graph.post(GROUPS, "{\"name\": \"Asia\", \"isDefault\": true, \"region\": \"asia\"}");

    assertThat(made.status()).isEqualTo(201);
    String path = GROUPS + "/" + made.body().path("id").asText();
    assertThat(made.body().path("isDefault").asBoolean()).isFalse();
    assertThat(made.body().path("connectorGroupType").asText()).isEqualTo("applicationProxy");

    assertThat(graph.patch(path, "{\"name\": \"Pacific\", \"region\": \"aus\"}").status())
        .isEqualTo(204);
    assertThat(graph.get(path).body().path("name").asText()).isEqualTo("Pacific");
    assertThat(graph.get(path).body().path("region").asText()).isEqualTo("aus");
    assertThat(graph.get(GROUPS).body().path("value")).hasSize(3);

    assertThat(graph.delete(path).status()).isEqualTo(204);
    assertThat(graph.delete(path).status()).isEqualTo(404);
  }

  @Test
  void aGroupWithConnectorsKeepsItsRegionAndStays() throws Exception {
    String id = graph.post(GROUPS, "{\"name\": \"Full\"}").body().path("id").asText();
    graph.post(CONNECTOR + "/memberOf/$ref", groupReference(id));

    assertThat(graph.patch(GROUPS + "/" + id, "{\"region\": \"eur\"}").error())
        .contains("only while the connector group holds no connectors");
    assertThat(graph.patch(GROUPS + "/" + id, "{\"name\": \"Fuller\"}").status()).isEqualTo(204);
    assertThat(graph.delete(GROUPS + "/" + id).status()).isEqualTo(400);
    assertThat(graph.delete(GROUPS + "/" + SandboxSeed.DEFAULT_GROUP).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | Property 'name' is missing.",
        "{\"name\": \"\"} | Property 'name' must not be empty.",
        "{\"name\": \"x\", \"region\": \"mars\"} |"
            + " Property 'region' must be one of asia, aus, eur, ind, japan, nam",
        "{\"name\": \"x\", \"displayName\": \"y\"} | Property 'displayName' is unknown.",
      })
  void refusesAGroupThatIsNotAsDocumented(String body, String message) throws Exception {
    Back refused = graph.post(GROUPS, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo(message);
  }
}
