package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.file.InboxFiles;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.outcome.JobResults;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is said at the end of an import. */
class ImportEndTest {
  private static final FailureLimit NONE = new FailureLimit("0", 0, false);

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch asked = new CountDownLatch(1);

  @Test
  void theEndOfAJobIsOneLineOfTheLog() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(JobResults.class);
    log.addAppender(lines);
    log.setLevel(Level.INFO);
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      assertThat(importRows(system, Requests.create("c-1", "One"), bad()))
          .isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .matches(
            "one\\.jsonl is complete: 1 applied, 1 rejected in \\d+ s; results in"
                + " results/one\\.jsonl");
  }

  @Test
  void resultsThatCannotBeWrittenEndItWithTwoAndTheirFolder() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path results = Files.writeString(home.resolve("results"), "");
    try (TestSystem system = TestSystem.in(home).start()) {
      assertThat(importRows(system, Requests.create("c-1", "One"))).isEqualTo(ExitStatus.USAGE);
      assertThat(system.writes()).hasSize(1);
    }
    assertThat(text(out)).contains("1 applied").doesNotContain("results in");
    assertThat(text(err)).contains("connector-routes: result files " + results, "start run");
  }

  @Test
  void whoStopsItIsToldWhatIsLeftAndHowToGoOn() throws Exception {
    ObjectNode later = Requests.create("c-1", "One").put("notBefore", "2999-01-01T00:00:00Z");
    asked.countDown();
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      assertThat(importRows(system, later)).isEqualTo(ExitStatus.INTERRUPTED);
    }
    assertThat(text(out)).contains("1 open").doesNotContain("results in");
    assertThat(text(err))
        .contains("one.jsonl: 1 change waits in the ledger, nothing is lost: to go on, import");
  }

  @Test
  void whoStopsItBeforeResultsAreWrittenIsToldSo() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      RouteController routes = system.application().context().getRouteController();
      routes.stopRoute("connector-routes-outcome-results");
      StopSignal stop = () -> system.outcomeOf("c-1");
      Path file = write(Requests.create("c-1", "One"));
      ImportRun run =
          new ImportRun(
              system.application(),
              system.configuration(),
              Terminal.of(out, err),
              new StopFlag(stop));
      assertThat(run.run(ImportOptions.of(List.of(file)), Supplier::get))
          .isEqualTo(ExitStatus.INTERRUPTED);
    }
    assertThat(text(err))
        .contains(
            "one.jsonl: its result files are still to be written: to go on, import --resume"
                + " one.jsonl or start run")
        .doesNotContain("mend that");
  }

  @Test
  void outcomesOfAnImportGoToTheQueueAsWellAndNoneIsTakenFromIt() throws Exception {
    try (TestQueue queue = TestQueue.in(folder.resolve("broker"));
        TestSystem system =
            TestSystem.in(folder.resolve("home"))
                .with("queue.url", queue.url().toString())
                .with("outcome.uri", "queue:told")) {
      queue.send(Creations.text(0));
      Terminal terminal = Terminal.of(out, err);
      Path file = folder.resolve("one.jsonl");
      Files.writeString(file, Requests.create("c-1", "One").toString());
      int status =
          ImportRun.run(
              system.configuration(), ImportOptions.of(List.of(file)), terminal, asked::await);
      assertThat(status).isEqualTo(ExitStatus.OK);
      assertThat(queue.take("told")).singleElement().asString().contains("\"c-1\"", "applied");
      assertThat(queue.depth(TestQueue.NAME)).isEqualTo(1);
    }
  }

  @Test
  void tooManyFailuresPauseTheJobUntilAPersonDecides() throws Exception {
    FailureLimit one = new FailureLimit("40%", 40, true);
    ObjectNode later = Requests.create("c-1", "One").put("notBefore", "2999-01-01T00:00:00Z");
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file = write(later, bad(), Requests.create("c-3", "Three"));
      assertThat(execute(system, List.of(file), null, one)).as("a third of them").isEqualTo(3);
    }
    assertThat(text(err)).contains("one.jsonl: 1 change waits");

    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      JobControl jobs = system.application().ledger().jobControl();
      Job job = system.application().ledger().reports().job("one.jsonl").orElseThrow();
      jobs.limitFailures(job, NONE);
      assertThat(execute(system, List.of(), "one.jsonl", NONE)).isEqualTo(3);
      assertThat(text(err))
          .contains(
              "one.jsonl is paused: 1 row was rejected, failed or unknown; --max-failures is"
                  + " 0; job resume one.jsonl lets it go on, job cancel one.jsonl withdraws it");
      assertThat(execute(system, List.of(), "one.jsonl", null)).as("it still is").isEqualTo(3);
      ImportOptions json = new ImportOptions(List.of(), "one.jsonl", true, true, null);
      out.reset();
      assertThat(run(system).run(json, Supplier::get)).isEqualTo(3);
      JsonNode document = new ObjectMapper().readTree(text(out));
      assertThat(document.at("/jobs/0/state").asText()).isEqualTo("paused");
      assertThat(document.at("/jobs/0/reason").asText()).contains("--max-failures is 0");
      assertThat(document.at("/left/0").asText())
          .startsWith("one.jsonl is paused: ")
          .endsWith("job cancel one.jsonl withdraws it");

      jobs.cancel(job);
      assertThat(execute(system, List.of(), "one.jsonl", null)).isEqualTo(1);
      assertThat(text(out)).contains("1 applied, 1 cancelled, 1 rejected\n  results in ");
    }
  }

  @Test
  void nothingOfAFileIsSentWhoseRejectedRowsAreTooMany() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file = write(Requests.create("c-1", "One"), bad(), Requests.create("c-3", "Three"));
      assertThat(run(system, List.of(file), NONE)).isEqualTo(3);
      assertThat(system.writes()).isEmpty();
    }
    assertThat(text(err)).contains("one.jsonl is paused: 1 row was rejected");
  }

  @Test
  void aFastGraphIsSentNoMoreThanOneCallBeyondTheLimit() throws Exception {
    int rows = 100;
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file =
          write(
              IntStream.range(0, rows)
                  .mapToObj(
                      i ->
                          Requests.update(
                              "c-" + i, UUID.randomUUID().toString(), "https://a.example"))
                  .toArray(ObjectNode[]::new));
      assertThat(run(system, List.of(file), new FailureLimit("5", 5, false))).isEqualTo(3);
      assertThat(system.writes()).hasSizeBetween(6, 25);
    }
    assertThat(text(err)).contains("rows were rejected, failed or unknown; --max-failures is 5");
  }

  @Test
  void aFileThatGoesOnTakesItsNewLimit() throws Exception {
    ObjectNode later = Requests.create("c-1", "One").put("notBefore", "2999-01-01T00:00:00Z");
    asked.countDown();
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file = write(later, bad());
      assertThat(run(system, List.of(file), null)).isEqualTo(3);
      assertThat(run(system, List.of(file), NONE)).isEqualTo(3);
      assertThat(system.application().ledger().reports().job("one.jsonl"))
          .map(Job::state)
          .contains(Job.State.PAUSED);
    }
  }

  @Test
  void aJobIsGoneOnWithUntilItsReplaysAreSent() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file = write(Requests.create("c-1", "One"), gone("c-2"), gone("c-3"));
      assertThat(run(system, List.of(file), null)).isEqualTo(1);
      RequestBudget slowly = new RequestBudget(1, Duration.ofSeconds(3));
      List<DeadLetters.Handled> handled = new ArrayList<>();
      system
          .application()
          .ledger()
          .deadLetters()
          .replay(
              new DeadLetters.Selection(null, DeadLetters.Filter.ALL),
              new DeadLetters.ReplayMode(false, slowly, false),
              handled::add);
      assertThat(handled).hasSize(2);
      out.reset();
      assertThat(execute(system, List.of(), "one.jsonl", null)).isEqualTo(1);
      assertThat(system.application().ledger().reports().history("c-3").get(0).outcomes())
          .as("both are done")
          .hasSize(2);
    }
  }

  @Test
  void whoStopsItBeforeItsReplaysAreSentIsToldSo() throws Exception {
    asked.countDown();
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file = write(gone("c-2"), gone("c-3"));
      StopFlag never = new StopFlag(new CountDownLatch(1)::await);
      new ImportRun(system.application(), system.configuration(), Terminal.of(out, err), never)
          .run(ImportOptions.of(List.of(file)), Supplier::get);
      RequestBudget slowly = new RequestBudget(1, Duration.ofDays(1));
      DeadLetters.ReplayMode mode = new DeadLetters.ReplayMode(false, slowly, false);
      system
          .application()
          .ledger()
          .deadLetters()
          .replay(new DeadLetters.Selection(null, DeadLetters.Filter.ALL), mode, handled -> {});
      assertThat(execute(system, List.of(), "one.jsonl", null)).isEqualTo(3);
    }
    assertThat(text(err)).containsPattern("one.jsonl: (1 replay waits|2 replays wait) in the");
  }

  @Test
  void aJobThatGoesOnIsNotRecordedAgainAndIsToldOnce() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(InboxFiles.class);
    log.addAppender(lines);
    log.setLevel(Level.INFO);
    ObjectNode later = Requests.create("c-1", "One").put("notBefore", "2999-01-01T00:00:00Z");
    asked.countDown();
    try (TestSystem system = TestSystem.in(folder.resolve("home")).start()) {
      Path file = write(later);
      assertThat(run(system, List.of(file, file), null)).isEqualTo(3);
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    assertThat(text(out)).containsOnlyOnce("one.jsonl: ");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "one.jsonl is recorded as job one.jsonl with 1 row",
            "one.jsonl was recorded before: job one.jsonl with 1 row goes on");
  }

  private static ObjectNode gone(String changeId) {
    return Requests.update(changeId, UUID.randomUUID().toString(), "https://a.example");
  }

  private int run(TestSystem system, List<Path> files, FailureLimit limit) throws Exception {
    return run(system).run(new ImportOptions(files, null, false, true, limit), Supplier::get);
  }

  private int execute(TestSystem system, List<Path> files, String resume, FailureLimit limit)
      throws Exception {
    // A person asks to stop where only what is for later is left.
    StopSignal stop = () -> system.outcomeOf("c-3");
    ImportOptions options = new ImportOptions(files, resume, false, false, limit);
    out.reset();
    err.reset();
    return new ImportRun(
            system.application(),
            system.configuration(),
            Terminal.of(out, err),
            new StopFlag(resume == null ? stop : asked::await))
        .run(options, Supplier::get);
  }

  private ImportRun run(TestSystem system) {
    return new ImportRun(
        system.application(),
        system.configuration(),
        Terminal.of(out, err),
        new StopFlag(asked::await));
  }

  private Path write(ObjectNode... rows) throws IOException {
    Path file = folder.resolve("one.jsonl");
    return Files.write(file, List.of(rows).stream().map(ObjectNode::toString).toList());
  }

  private static ObjectNode bad() {
    return Requests.create("c-2", "Two").put("operation", "apiConnector.copy");
  }

  private int importRows(TestSystem system, ObjectNode... rows) throws Exception {
    Path file = write(rows);
    return run(system).run(ImportOptions.of(List.of(file)), Supplier::get);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
