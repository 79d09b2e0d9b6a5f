package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person has made in the tenant since a change failed is seen by its replay. */
class ReplayAfterMendingTest {
  private static final String REFUSED = "Refused";
  private static final String MISSING = "Missing";

  @TempDir Path home;

  @Test
  void aReplayBelievesNoListThatWasReadBeforeIt() throws Exception {
    Fault refusal =
        Fault.on("POST", "/*/identity/apiConnectors")
            .error("Authorization_RequestDenied", "no")
            .answer(403);
    try (TestSystem system =
        TestSystem.in(home, SandboxOptions.builder().faults(List.of(refusal)).build())) {
      system
          .start()
          .drop(
              "a.jsonl",
              """
              {"changeId":"upsert","operation":"apiConnector.upsert",\
              "target":{"displayName":"Refused"},"properties":{"displayName":"Refused",\
              "targetUrl":"https://a.example/api","authenticationConfiguration":{"@odata.type":\
              "#microsoft.graph.basicAuthentication","username":"u","password":"canary-pass"}}}
              {"changeId":"update","operation":"apiConnector.update",\
              "target":{"displayName":"Missing"},"properties":{"targetUrl":"https://b.example"}}
              """);
      assertThat(system.outcomeOf("upsert").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(system.outcomeOf("update").errorCode()).isEqualTo("nameNotFound");
      assertThat(system.sandbox().faultsFired()).hasSize(1);
      URI connectors = system.sandbox().root().resolve("/v1.0/identity/apiConnectors");
      for (String name : List.of(REFUSED, MISSING)) {
        Foreign.post(connectors, Requests.create("x", name).get("properties").toString());
      }
      int before = system.sandbox().journal().size();

      assertThat(
              DeadLetterCalls.replay(system.application().ledger(), List.of("upsert", "update"))
                  .done())
          .hasSize(2);

      assertThat(replayed(system, "upsert").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(replayed(system, "update").outcome()).isEqualTo(Outcome.APPLIED);
      List<JournalEntry> requests = system.sandbox().journal();
      assertThat(requests.subList(before, requests.size()))
          .filteredOn(request -> !request.path().endsWith("/$batch"))
          .extracting(JournalEntry::method)
          .as("one list for both, and no second object")
          .containsExactlyInAnyOrder("GET", "PATCH", "PATCH");
    }
  }

  private static OutcomeRecord replayed(TestSystem system, String changeId) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> system.outcomeOf(changeId), outcome -> outcome.replay() != null);
  }
}
