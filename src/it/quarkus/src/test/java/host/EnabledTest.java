package host;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The library turned on. */
@QuarkusTest
@TestProfile(EnabledTest.Enabled.class)
class EnabledTest {
  private static final String CHANGE =
      """
      {"changeId": "%s", "operation": "apiConnector.create", "properties": {
        "displayName": "%s", "targetUrl": "https://api.example/hook",
        "authenticationConfiguration": {"@odata.type": "#microsoft.graph.basicAuthentication",
          "username": "user", "password": "pass-word"}}}
      """;

  /** The property that turns it on, and a stand-in for Graph. */
  public static class Enabled implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "connector-routes.enabled", "true",
          "connector-routes.graph.cloud", "custom",
          "connector-routes.graph.credential", "none",
          "camel.main.routes-include-pattern",
              "classpath:host/greet.camel.yaml,classpath:host/call.camel.yaml,"
                  + "classpath:host/submit.camel.yaml",
          "connector-routes.home", "target/connector-routes");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(SandboxResource.class));
    }
  }

  @Inject ProducerTemplate template;

  @ConfigProperty(name = "connector-routes.graph.endpoint")
  URI sandbox;

  @Test
  void aCallIsMade() throws Exception {
    template.requestBody("direct:call", CHANGE.formatted("c-1", "called"));

    assertThat(journal()).containsOnlyOnce("\"displayName\":\"called\"");
    assertThat(template.requestBody("direct:greet", "you")).isEqualTo("Hello you");
  }

  @Test
  void aSubmittedChangeIsAppliedWhileItIsWaitedFor() throws Exception {
    assertThat(
            template.requestBody(
                "direct:submit", CHANGE.formatted("c-2", "submitted"), String.class))
        .contains("outcome=APPLIED");

    assertThat(journal()).containsOnlyOnce("\"displayName\":\"submitted\"");
  }

  /** The requests that reached the sandbox. */
  private String journal() throws Exception {
    HttpRequest journal = HttpRequest.newBuilder(sandbox.resolve("/sandbox/journal")).build();
    return HttpClient.newHttpClient().send(journal, BodyHandlers.ofString()).body();
  }
}
