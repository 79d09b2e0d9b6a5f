package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.testing.PostgresServer;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.ThrownFaults;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger's database is away for a while, or for good, while an import works. */
class ImportAwayTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch asked = new CountDownLatch(1);
  private TestSystem system;

  @BeforeEach
  void system() {
    system = TestSystem.in(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void itGoesOnWhenTheDatabaseIsThereAgain() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder.resolve("postgres"))) {
      CompletableFuture<Integer> status = importUntilItIsAway(server);

      server.startAgain();

      assertThat(status.get(4, TimeUnit.MINUTES)).isEqualTo(ExitStatus.OK);
      assertThat(out.toString(UTF_8)).startsWith("six.jsonl: 6 applied\n");
      assertThat(errors()).isEmpty();
      assertThat(system.creations()).hasSize(6);
    }
  }

  @Test
  void whoStopsItMeanwhileIsToldHowToGoOn() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder.resolve("postgres"))) {
      CompletableFuture<Integer> status = importUntilItIsAway(server);

      asked.countDown();

      assertThat(status.get(4, TimeUnit.MINUTES)).isEqualTo(ExitStatus.INTERRUPTED);
      assertThat(errors())
          .singleElement()
          .asString()
          .startsWith("connector-routes: six.jsonl: ")
          .endsWith(
              "; what is in the ledger is safe: to go on, import --resume six.jsonl or start run");
    }
  }

  /** A few rows a while, so that some are left when it goes away. */
  private CompletableFuture<Integer> importUntilItIsAway(PostgresServer server) throws Exception {
    server.keys().forEach(system::with);
    system.with("graph.budget", "2/6s").with("graph.batch-size", "1");
    CompletableFuture<Integer> status =
        importFile(
            "six.jsonl",
            IntStream.rangeClosed(1, 6)
                .mapToObj(i -> Requests.create("c-" + i, "Connector " + i).toString())
                .toList());
    Awaitility.await()
        .alias("it delivers")
        .atMost(TIMEOUT)
        .until(() -> !system.creations().isEmpty());
    server.stop();
    Awaitility.await()
        .alias("it says that it waits")
        .atMost(TIMEOUT)
        .until(() -> err.toString(UTF_8).contains("waits for the ledger: "));
    assertThat(status).isNotDone();
    assertThat(system.creations()).hasSizeLessThan(6);
    return status;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ledger.recording.JdbcRecorder.layout", "app.ImportEnd.of"})
  void noStepOfItGivesUp(String step) throws Exception {
    try (ThrownFaults faults = ThrownFaults.in(List.of(step))) {
      faults.plan(step, () -> new DatabaseUnavailableException("away", null), "one.jsonl");
      CompletableFuture<Integer> status =
          importFile("one.jsonl", List.of(Requests.create("c-1", "One").toString()));
      Awaitility.await()
          .alias("it is tried again")
          .atMost(TIMEOUT)
          .until(() -> faults.fired("one.jsonl") > 1);

      faults.mend("one.jsonl");

      assertThat(status.get(2, TimeUnit.MINUTES)).isEqualTo(ExitStatus.OK);
      assertThat(out.toString(UTF_8)).startsWith("one.jsonl: 1 applied\n");
      assertThat(errors()).isEmpty();
    }
  }

  private List<String> errors() {
    return err.toString(UTF_8)
        .lines()
        .filter(line -> line.startsWith("connector-routes: "))
        .toList();
  }

  private CompletableFuture<Integer> importFile(String name, List<String> rows) throws Exception {
    Path file = Files.write(folder.resolve(name), rows);
    Application application = Application.start(system.configuration(), Mode.IMPORT);
    StopFlag stop = new StopFlag(asked::await, application::endSoon);
    ImportRun run = new ImportRun(application, system.configuration(), Terminal.of(out, err), stop);
    return CompletableFuture.supplyAsync(
        () -> {
          try (application) {
            return run.run(ImportOptions.of(List.of(file)), application::close);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
