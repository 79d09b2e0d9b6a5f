package io.connectorroutes.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestSystem;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What tests of earlier ledgers do before and after this program takes one over. */
final class TakeOver {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private TakeOver() {}

  /** A system that is not started yet, with those objects in its tenants. */
  static TestSystem system(Path home, SandboxSeed seed) {
    return TestSystem.in(home, SandboxOptions.builder().seed(seed).build())
        .with("graph.budget", "none")
        .with("graph.lost-answer-wait", "0")
        .with("ledger.keep", "3650d");
  }

  /**
   * A request of the program of before.
   *
   * @param path below {@code identity/}
   * @param body null for none
   */
  static void asBefore(TestSystem system, String method, String path, ObjectNode body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(system.sandbox().root().resolve("/v1.0/identity/" + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
  }

  /** The properties of a new connector, as the program of before was given them. */
  static ObjectNode create(String name, String password) {
    ObjectNode properties =
        Json.object(
            "{'targetUrl':'https://api.example.com/create','authenticationConfiguration':"
                + "{'@odata.type':'#microsoft.graph.basicAuthentication','username':'user'}}");
    properties.withObject("/authenticationConfiguration").put("password", password);
    return properties.put("displayName", name);
  }

  static void awaitAllSettledAndPublished(TestSystem system) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () ->
                system.application().ledger().reports().openChanges() == 0
                    && system.application().ledger().outbox().outcomes(1).isEmpty()
                    && system.application().ledger().outbox().deadLetter().isEmpty());
  }
}
