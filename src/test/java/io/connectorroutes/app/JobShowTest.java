package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobShowTest {
  @TempDir Path folder;

  @Test
  void whatAJobWaitsForIsShown() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home")).with("graph.budget", "1/1h")) {
      system.start();
      system.drop(
          "a.jsonl", Requests.create("c-1", "One") + "\n" + Requests.create("c-2", "Two") + "\n");
      Awaitility.await()
          .alias("the budget is used up")
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  system.application().ledger().reports().job("a.jsonl").isPresent()
                      && system.application().ledger().progress().jobs().values().stream()
                          .anyMatch(
                              job ->
                                  job.reason() != null
                                      && job.reason().wireName().equals("budget")));

      Executed shown = ProductCommands.execute(system, "job", "show", "a.jsonl");
      assertThat(shown.out()).contains("\nwaits      budget used up; about ");
      Executed document = ProductCommands.execute(system, "job", "show", "a.jsonl", "--json");
      assertThat(document.out()).contains("\"reason\" : \"budget\"");
    }
  }

  @Test
  void aRunThatWorksWritesTheResultsOfACancelledJob() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      system.start();
      // They cannot be written before the commands have looked.
      Files.writeString(system.home().resolve("results"), "no folder");
      system.drop(
          "a.jsonl", Requests.create("c-1", "One").put("notBefore", "2999-01-01T00:00:00Z") + "\n");
      Ledger ledger = system.application().ledger();
      Awaitility.await()
          .alias("the run is seen, and has the file")
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  !ledger.workers().list().isEmpty()
                      && ledger.reports().job("a.jsonl").filter(Job::isRecorded).isPresent());

      assertThat(ProductCommands.execute(system, "job", "cancel", "a.jsonl").out())
          .isEqualTo("a.jsonl: 1 withdrawn; its result files are being written\n");
      assertThat(ProductCommands.execute(system, "job", "show", "a.jsonl").out())
          .contains("\nresults    being written\n");
    }
  }
}
