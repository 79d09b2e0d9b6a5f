package io.connectorroutes.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dropped file reaches Graph, and its outcome is told. */
class WholeWayTest {
  @TempDir Path home;

  @Test
  void aDroppedFileIsDeliveredAndPublished() throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      system.drop(
          "one.json",
          """
          {"changeId":"c-1","operation":"apiConnector.create","properties":{
            "displayName":"Test API","targetUrl":"https://someapi.com/api",
            "authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication",
              "username":"u","password":"p-canary"}}}
          """);
      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
      Path results = system.resultsOf("one.json");
      assertThat(Files.readString(results.resolve("manifest.json"))).contains("\"applied\" : 1");
      assertThat(Files.readString(home.resolve("logs/outcomes.jsonl")))
          .contains("\"changeId\":\"c-1\"")
          .doesNotContain("canary");
      assertThat(home.resolve("accepted/one.json")).exists();
    }
  }
}
