package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.ReceivedSecret;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that changes take from files of the home. */
class FileReferencesTest {
  @TempDir Path home;

  @Test
  void aFileGivesItsTextAndNoLinkGivesTheLedgersKey() throws Exception {
    Path secrets = Files.createDirectories(home.resolve("secrets"));
    Files.writeString(secrets.resolve("marked.txt"), "\uFEFFsecret-1\r\n");
    Files.createSymbolicLink(secrets.resolve("link"), Path.of("../data/ledger.key"));
    Files.writeString(secrets.resolve("app.pem"), "the app's own");
    try (TestSystem system =
        TestSystem.in(home)
            .with("secrets.allow", "file:secrets/**,file:data/**,file:told/**")
            .with("results.directory", "told")
            .with("graph.client-certificate", "secrets/app.pem")
            .start()) {
      system.drop("b.jsonl", create("b-bom", "file:secrets/marked.txt") + "\n");
      OutcomeRecord applied = system.outcomeOf("b-bom");
      system.awaited("told/b.jsonl/succeeded.jsonl");
      system.drop(
          "c.jsonl",
          create("link", "file:secrets/link")
              + "\n"
              + create("key", "file:data/ledger.key")
              + "\n"
              + create("app", "file:secrets/app.pem")
              + "\n"
              + create("result", "file:told/b.jsonl/succeeded.jsonl")
              + "\n");

      assertThat(applied.outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.sandbox().lastSecret("default", applied.resourceId()))
          .contains(new ReceivedSecret("secret-1", null));
      for (String changeId : new String[] {"link", "key", "app", "result"}) {
        assertThat(system.outcomeOf(changeId).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(system.outcomeOf(changeId).errorCode()).isEqualTo("secretUnavailable");
      }
      assertThat(system.writes()).hasSize(1);
    }
  }

  private static ObjectNode create(String changeId, String reference) {
    ObjectNode change = Requests.create(changeId, "API " + changeId);
    ((ObjectNode) change.at("/properties/authenticationConfiguration"))
        .set("password", Json.object("{'secretRef':'" + reference + "'}"));
    return change;
  }
}
