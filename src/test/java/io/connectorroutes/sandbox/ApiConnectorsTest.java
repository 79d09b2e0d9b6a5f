package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiConnectorsTest extends SandboxTest {
  private static final String PATH = "/v1.0/identity/apiConnectors";
  private static final String EXAMPLE_ID = "be1f769b-9b13-437e-b540-79a905c4932c";

  @BeforeEach
  void begin() {
    start(
        SandboxOptions.builder()
            .clock(clock)
            .pageSize(3)
            .seed(SandboxSeed.standard().withApiConnectors(Map.of(EXAMPLE_ID, "Example"))));
  }

  @Test
  void createsAsInThePageCreateIdentityApiConnector() throws Exception {
    Back made =
        graph.post(
            "/beta/identity/apiConnectors",
            """
            {
                "displayName":"Test API",
                "targetUrl":"https://someapi.com/api",
                "authenticationConfiguration": {
                  "@odata.type":"#microsoft.graph.basicAuthentication",
                  "username":"",
                  "password":""
                }
            }
            """);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Content-Type")).isEqualTo("application/json");
    String id = made.body().path("id").asText();
    assertThat(id).matches("[0-9a-f-]{36}");
    assertThat(made.body())
        .isEqualTo(
            GraphCaller.json(
                """
                {
                    "@odata.context": "ROOT/beta/$metadata#identity/apiConnectors/$entity",
                    "id":"GUID",
                    "displayName": "Test API",
                    "targetUrl": "https://someapi.com/api",
                    "authenticationConfiguration": {
                        "@odata.type": "#microsoft.graph.basicAuthentication",
                        "username": "",
                        "password": "******"
                    }
                }
                """
                    .replace("ROOT", sandbox.root().toString())
                    .replace("GUID", id)));
    assertThat(sandbox.lastSecret("default", id)).contains(new ReceivedSecret("", null));
    assertThat(lastEntry().applied()).isTrue();
  }

  @Test
  void updatesAsInThePageUpdateIdentityApiConnector() throws Exception {
    String id = graph.apiConnector("Before");

    Back updated =
        graph.patch(
            PATH + "/" + id,
            """
            {
                "displayName": "New Test API",
                "targetUrl": "https://otherapi.com/api/endpoint",
                "authenticationConfiguration": {
                    "@odata.type": "microsoft.graph.basicAuthentication",
                    "username":"",
                    "password":""
                }
            }
            """);

    assertThat(updated.status()).isEqualTo(204);
    assertThat(updated.response().body()).isEmpty();
    JsonNode now = graph.get(PATH + "/" + id).body();
    assertThat(now.path("displayName").asText()).isEqualTo("New Test API");
    assertThat(now.path("targetUrl").asText()).isEqualTo("https://otherapi.com/api/endpoint");
    assertThat(now.at("/authenticationConfiguration/username").asText()).isEmpty();
    assertThat(sandbox.lastSecret("default", id)).contains(new ReceivedSecret("", null));
  }

  @Test
  void changesToACertificateAsInThePageUpdateIdentityApiConnector() throws Exception {
    String value = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ...kDJ04sJShkkgjL9Bm49plA";

    Back updated =
        graph.patch(
            PATH + "/" + EXAMPLE_ID,
            """
            {
                "authenticationConfiguration": {
                    "@odata.type": "#microsoft.graph.pkcs12Certificate",
                    "pkcs12Value": "%s",
                    "password": "secret"
                }
            }
            """
                .formatted(value));

    assertThat(updated.status()).isEqualTo(204);
    JsonNode authentication =
        graph.get(PATH + "/" + EXAMPLE_ID).body().path("authenticationConfiguration");
    assertThat(authentication.path("@odata.type").asText())
        .isEqualTo("#microsoft.graph.clientCertificateAuthentication");
    JsonNode certificates = authentication.path("certificateList");
    assertThat(certificates).hasSize(1);
    assertThat(certificates.at("/0/thumbprint").asText()).matches("[0-9A-F]{40}");
    assertThat(certificates.at("/0/notBefore").asLong())
        .isEqualTo(clock.instant().getEpochSecond());
    assertThat(certificates.at("/0/isActive").asBoolean()).isTrue();
    assertThat(authentication.toString()).doesNotContain("secret", value);
    assertThat(sandbox.lastSecret("default", EXAMPLE_ID))
        .contains(new ReceivedSecret("secret", value));
  }

  @Test
  void uploadAppendsAndPatchBeginsAnew() throws Exception {
    String id = graph.apiConnector("Certificates");
    upload(id, "Zmlyc3Q=");
    Back second = upload(id, "c2Vjb25k");

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body().path("id").asText()).isEqualTo(id);
    JsonNode list = second.body().at("/authenticationConfiguration/certificateList");
    assertThat(list).hasSize(2);
    assertThat(list.at("/0/isActive").asBoolean()).isFalse();
    assertThat(list.at("/1/isActive").asBoolean()).isTrue();
    assertThat(list.at("/0/thumbprint")).isNotEqualTo(list.at("/1/thumbprint"));

    graph.patch(
        PATH + "/" + id,
        """
        {"authenticationConfiguration": {"@odata.type": "#microsoft.graph.pkcs12Certificate",
          "pkcs12Value": "dGhpcmQ=", "password": ""}}
        """);
    assertThat(graph.get(PATH + "/" + id).body().at("/authenticationConfiguration/certificateList"))
        .hasSize(1);
  }

  private Back upload(String id, String value) throws Exception {
    return graph.post(
        "/v1.0/identity/apiconnectors/" + id + "/uploadClientCertificate",
        "{\"pkcs12Value\": \"%s\", \"password\": \"p\"}".formatted(value));
  }

  @Test
  void aSecondOneOfTheSameNameIsMade() throws Exception {
    String first = graph.apiConnector("Twice");
    String second = graph.apiConnector("Twice");

    assertThat(first).isNotEqualTo(second);
    assertThat(sandbox.state("default").path("apiConnectors")).hasSize(3);
  }

  @Test
  void deletesOnce() throws Exception {
    String id = graph.apiConnector("Gone");

    Back deleted = graph.delete(PATH + "/" + id);
    Back again = graph.delete(PATH + "/" + id);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.code()).isEqualTo("Request_ResourceNotFound");
    assertThat(again.error()).contains(id);
    assertThat(lastEntry().applied()).isFalse();
    assertThat(graph.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(graph.patch(PATH + "/" + id, "{\"displayName\": \"x\"}").status()).isEqualTo(404);
  }

  @Test
  void listsPageByPageOnItsOwnHost() throws Exception {
    for (int i = 0; i < 6; i++) {
      graph.apiConnector("Paged " + i);
    }
    Set<String> names = new HashSet<>();
    String next = PATH;
    int pages = 0;
    while (next != null) {
      JsonNode page = graph.get(next).body();
      assertThat(page.path("@odata.context").asText())
          .isEqualTo(sandbox.root() + "/v1.0/$metadata#identity/apiConnectors");
      page.path("value").forEach(c -> names.add(c.path("displayName").asText()));
      pages++;
      String link = page.path("@odata.nextLink").textValue();
      assertThat(link == null || link.startsWith(sandbox.root() + PATH)).isTrue();
      next = link == null ? null : link.substring(sandbox.root().toString().length());
    }
    assertThat(pages).isEqualTo(3);
    assertThat(names).hasSize(7).contains("Example", "Paged 0", "Paged 5");
  }

  @Test
  void versionsShareTheState() throws Exception {
    String id = graph.apiConnector("Shared");

    assertThat(graph.get("/beta/identity/apiConnectors/" + id).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/displayName | | Property 'displayName' is missing.",
        "/targetUrl | | Property 'targetUrl' is missing.",
        "/authenticationConfiguration | | Property 'authenticationConfiguration' is missing.",
        "/authenticationConfiguration/@odata.type | |"
            + " Property 'authenticationConfiguration.@odata.type' is missing.",
        "/authenticationConfiguration/username | |"
            + " Property 'authenticationConfiguration.username' is missing.",
        "/authenticationConfiguration/password | |"
            + " Property 'authenticationConfiguration.password' is missing.",
        "/authenticationConfiguration/password | \"******\" |"
            + " Property 'authenticationConfiguration.password' is masked; send the value itself.",
        "/authenticationConfiguration/user | \"x\" |"
            + " Property 'authenticationConfiguration.user' is unknown.",
        "/authenticationConfiguration | [] |"
            + " Property 'authenticationConfiguration' must be a JSON object.",
        "/authenticationConfiguration/@odata.type |"
            + " \"#microsoft.graph.clientCertificateAuthentication\" | Type"
            + " 'microsoft.graph.clientCertificateAuthentication' is not allowed for"
            + " authenticationConfiguration.",
        "/displayname | \"x\" | Property 'displayname' is unknown.",
        "/id | \"x\" | Property 'id' is unknown.",
        "/displayName | 7 | Property 'displayName' must be a string.",
        "/displayName | null | Property 'displayName' must be a string.",
        "/displayName | \"\" | Property 'displayName' must not be empty.",
        "/targetUrl | \"someapi\" | Property 'targetUrl' must be an absolute URL.",
        "/@odata.type | \"#microsoft.graph.connector\" | Property '@odata.type' must be"
            + " #microsoft.graph.identityApiConnector.",
      })
  void refusesABodyThatIsNotAsDocumented(String pointer, String value, String message)
      throws Exception {
    ObjectNode body = (ObjectNode) GraphCaller.json(GraphCaller.newApiConnector("Strict"));
    int last = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) body.at(pointer.substring(0, last));
    if (value == null) {
      parent.remove(pointer.substring(last + 1));
    } else {
      parent.set(pointer.substring(last + 1), GraphCaller.json(value));
    }

    Back refused = graph.post(PATH, body.toString());

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("BadRequest");
    assertThat(refused.error()).isEqualTo(message);
    assertThat(sandbox.state("default").path("apiConnectors")).hasSize(1);
    assertThat(lastEntry().applied()).isFalse();
  }

  @Test
  void refusesAnUpdateOfNothing() throws Exception {
    Back refused = graph.patch(PATH + "/" + EXAMPLE_ID, "{}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("The request body has no property to update.");
  }

  @Test
  void refusesQueryOptionsThatArenotDocumented() throws Exception {
    Back refused = graph.get(PATH + "?$filter=displayName%20eq%20'x'");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("Query option '$filter' is not allowed here.");
    assertThat(graph.get(PATH + "?$skiptoken=x").error()).isEqualTo("The $skiptoken is invalid.");
  }
}
