package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.file.FileRetries;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TroubledLedger;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A person stops an import whose call is in flight. */
class ImportInterruptedTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Of a busy machine. A wait for the lock with each transaction takes two minutes and more. */
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch maySettle = new CountDownLatch(1);
  private volatile boolean isEndingSoon;
  private TestSystem system;
  private Path database;

  @BeforeEach
  void system() {
    system = TestSystem.in(folder.resolve("home"));
    database = system.home().resolve("data/ledger.db");
  }

  @AfterEach
  void close() {
    maySettle.countDown();
    system.close();
  }

  @Test
  void theCountsTellWhatWasInFlightAsWell() throws Exception {
    CompletableFuture<Integer> status = importOne(this::settlingAtAWord);
    assertThat(answered.await(2, TimeUnit.MINUTES)).as("a call is in flight").isTrue();
    asked.countDown();
    Awaitility.await().alias("it stops").atMost(TIMEOUT).until(() -> isEndingSoon);
    maySettle.countDown();

    assertThat(status.get(2, TimeUnit.MINUTES)).isEqualTo(ExitStatus.OK);
    assertThat(text(out)).contains("one.jsonl: 1 applied");
    assertThat(text(err)).doesNotContain("wait");
  }

  @Test
  void aLedgerThatSomebodyHasLockedForGoodHoldsItUpForSecondsAlone() throws Exception {
    CompletableFuture<Integer> status = importOne(this::settlingAtAWord);
    assertThat(answered.await(2, TimeUnit.MINUTES)).as("a call is in flight").isTrue();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = other.createStatement()) {
      sql.execute("PRAGMA busy_timeout = 120000");
      sql.execute("BEGIN EXCLUSIVE");
      long begin = System.nanoTime();
      asked.countDown();
      maySettle.countDown();

      assertThat(status.get(3, TimeUnit.MINUTES)).isEqualTo(ExitStatus.INTERRUPTED);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
      assertThat(text(out)).contains("one.jsonl: 1 open");
      assertThat(text(err).lines().filter(line -> line.startsWith("connector-routes: ")))
          .containsExactly(
              "connector-routes: one.jsonl: 1 change waits in the ledger, nothing is lost: to go"
                  + " on, import --resume one.jsonl or start run");
      sql.execute("ROLLBACK");
      assertThat(text(sql, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(text(sql, "SELECT count(*) FROM outcome"))
          .as("the fault has fired")
          .isEqualTo("0");
    }
    assertThat(system.creations()).as("a call was in flight").hasSize(1);
  }

  @Test
  void aFileThatIsNotRecordedYetIsNamed() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(FileRetries.class);
    log.addAppender(lines);
    TroubledLedger ledger = new TroubledLedger().goAway();
    CompletableFuture<Integer> status = importOne(ledger::around);
    Awaitility.await()
        .alias("it waits for the ledger")
        .atMost(TIMEOUT)
        .until(() -> ledger.troubles() > 0);
    asked.countDown();

    assertThat(status.get(2, TimeUnit.MINUTES)).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(text(err).lines())
        .containsExactly(
            "connector-routes: "
                + folder.resolve("one.jsonl")
                + " is not recorded to its end, and none of its rows is sent: away, as the test"
                + " asks for; mend that, then import it again");
    assertThat(system.writes()).isEmpty();
  }

  private CompletableFuture<Integer> importOne(UnaryOperator<Ledger> around) throws Exception {
    Application application =
        Application.start(
            system.configuration(), Mode.IMPORT, Externals.standard().withAroundLedger(around));
    Path file = folder.resolve("one.jsonl");
    Files.writeString(file, Requests.create("c-1", "One").toString());
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

  /** The answer of a call is there, and is settled at the test's word. */
  private Ledger settlingAtAWord(Ledger ledger) {
    Deliveries deliveries =
        before(
            Deliveries.class,
            ledger.deliveries(),
            method -> {
              // Before it there are reads.
              if (method.equals("settle") && !system.creations().isEmpty()) {
                answered.countDown();
                assertThat(maySettle.await(2, TimeUnit.MINUTES)).isTrue();
              }
              return null;
            });
    return before(
        Ledger.class,
        ledger,
        method -> {
          isEndingSoon |= method.equals("endSoon");
          return method.equals("deliveries") ? deliveries : null;
        });
  }

  /** What happens before a method, or in its place where it gives something. */
  private interface Step {
    Object before(String method) throws Exception;
  }

  private static <T> T before(Class<T> type, T target, Step step) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object instead = step.before(method.getName());
              try {
                return instead == null ? method.invoke(target, arguments) : instead;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
