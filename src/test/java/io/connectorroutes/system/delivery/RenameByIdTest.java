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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is used by name is renamed, or deleted, by its id in the same batch of a fresh ledger. */
class RenameByIdTest {
  private static final SandboxSeed SEED =
      new SandboxSeed(
          List.of("B2X_1_signup"),
          List.of(),
          List.of("connector-1"),
          Map.of("g-1", "Group"),
          Map.of("x-1", "One"));

  @TempDir Path home;

  @Test
  void aLinkByNameComesBeforeALaterRenameById() throws Exception {
    inOrder(
        """
        {"changeId":"first","operation":"userFlow.enableApiConnector","target":{"userFlowId":"B2X_1_signup","step":"postFederationSignup"},"properties":{"apiConnector":{"displayName":"One"}}}
        {"changeId":"second","operation":"apiConnector.update","target":{"id":"x-1"},"properties":{"displayName":"Two"}}
        """);
  }

  @Test
  void aMoveByNameComesBeforeALaterRenameById() throws Exception {
    inOrder(
        """
        {"changeId":"first","operation":"connector.moveToGroup","target":{"id":"connector-1"},"properties":{"connectorGroup":{"name":"Group"}}}
        {"changeId":"second","operation":"connectorGroup.update","target":{"id":"g-1"},"properties":{"name":"Other"}}
        """);
  }

  @Test
  void aChangeByNameComesBeforeALaterRenameById() throws Exception {
    inOrder(
        """
        {"changeId":"first","operation":"apiConnector.update","target":{"displayName":"One"},"properties":{"targetUrl":"https://one.example/"}}
        {"changeId":"second","operation":"apiConnector.update","target":{"id":"x-1"},"properties":{"displayName":"Two"}}
        """);
  }

  @Test
  void aLinkByIdComesAfterAnEarlierDeleteById() throws Exception {
    try (TestSystem system = system()) {
      system.drop(
          "both.jsonl",
          """
          {"changeId":"first","operation":"apiConnector.delete","target":{"id":"x-1"}}
          {"changeId":"second","operation":"userFlow.enableApiConnector","target":{"userFlowId":"B2X_1_signup","step":"postFederationSignup"},"properties":{"apiConnector":{"id":"x-1"}}}
          """);
      system.start();
      assertThat(system.outcomeOf("first").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.outcomeOf("second").outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  private void inOrder(String lines) throws Exception {
    try (TestSystem system = system()) {
      system.drop("both.jsonl", lines);
      system.start();
      assertThat(system.outcomeOf("first").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.outcomeOf("second").outcome()).isEqualTo(Outcome.APPLIED);
      List<JournalEntry> writes = system.writes();
      assertThat(writes).hasSize(2);
      assertThat(writes.get(1).body().has("displayName") || writes.get(1).body().has("name"))
          .as("the rename is the second")
          .isTrue();
    }
  }

  private TestSystem system() {
    return TestSystem.in(home, SandboxOptions.builder().seed(SEED).build());
  }
}
