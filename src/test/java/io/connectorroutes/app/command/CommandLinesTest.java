package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.app.logging.LogEncoder;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.secret.PasswordHash;
import io.connectorroutes.testing.FittingLines;
import io.connectorroutes.testing.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CommandLinesTest {
  @TempDir Path folder;
  private CommandLineHarness cli;
  private String home;

  @BeforeEach
  void harness() {
    cli = new CommandLineHarness(folder.resolve("home"));
    home = cli.home.toString();
  }

  private void assertOneErrorLine(String... parts) {
    assertThat(cli.err()).startsWith("connector-routes: ").contains(parts).endsWith("\n");
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void commonOptionsStandBeforeOrAfterTheCommand() {
    assertThat(
            cli.execute(
                "--home", home, "--property", "queue.name=a", "run", "--property=inbox.keep=1d"))
        .isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(cli.configuration.home()).isEqualTo(cli.home);
    assertThat(cli.configuration.get(Keys.INBOX_KEEP)).isEqualTo(Duration.ofDays(1));

    cli.execute(
        "run", "--home", home, "--property", "queue.url=tcp://b", "--property=queue.name=b");
    assertThat(cli.configuration.get(Keys.QUEUE_NAME)).isEqualTo("b");

    cli.execute(
        "--property", "queue.url=tcp://b", "run", "--property=queue.name=c", "--home", home);
    assertThat(cli.configuration.get(Keys.QUEUE_NAME)).isEqualTo("c");
  }

  @Test
  void commonOptionsReachNestedCommandsToo() throws IOException {
    cli.withLedgerFile();
    assertThat(cli.execute("--home", home, "dead-letters", "list", "--json")).isZero();
    assertThat(cli.out()).contains("\"deadLetters\"");
    assertThat(cli.execute("dead-letters", "--json", "--home=" + home, "list")).isZero();
    assertThat(cli.out()).contains("\"deadLetters\"");
  }

  @Test
  void anExportThatFailsPrintsNothingButTheError() throws IOException {
    assertThat(cli.execute("export", "--home", home)).isZero();
    assertThat(cli.out()).isEqualTo("{\"operation\":\"x\"}\n");

    cli.failure = new UsageException("no token");
    assertThat(cli.execute("export", "--json", "--home", home)).isEqualTo(ExitStatus.USAGE);
    assertThat(Json.object(cli.out()).fieldNames()).toIterable().containsExactly("error");
  }

  @Test
  void theWorkingDirectoryIsTheHomeWhenNoneIsGiven() {
    cli.execute("run");
    assertThat(cli.configuration.home()).isEqualTo(Path.of("").toAbsolutePath());
  }

  @Test
  void configurationErrorsAreOneLineAndTwo() {
    assertThat(cli.execute("run", "--home", home, "--property", "grap.cloud=global")).isEqualTo(2);
    assertOneErrorLine("grap.cloud", "did you mean graph.cloud?");
    assertThat(cli.calls).isEmpty();
  }

  @Test
  void aLiteralSecretIsWarnedAboutAndTaken() {
    cli.execute(
        "run", "--home", home, "--property=queue.url=tcp://b", "--property=queue.password=canary");
    assertThat(cli.calls).containsExactly("run");
    assertThat(cli.err()).startsWith("warning: queue.password").doesNotContain("canary");
  }

  /** Whoever reads the log of JSON from standard error is given no other lines. */
  @Test
  void withALogOfJsonWarningsAreEventsOfIt() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Session.class);
    logger.addAppender(log);
    try {
      cli.execute(
          "run",
          "--home",
          home,
          "--property=queue.url=tcp://b",
          "--property=queue.password=canary",
          "--property=logs.format=json");
      assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getProperty("logs.format"))
          .isEqualTo("json");
    } finally {
      logger.detachAppender(log);
      LogEncoder.use("text");
    }
    assertThat(cli.calls).containsExactly("run");
    assertThat(cli.err()).isEmpty();
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith("queue.password"));
  }

  @Test
  void aPasswordIsHashedForTheConfiguration() {
    cli.stop = output -> false;
    cli.input = new ByteArrayInputStream("pässwörd€\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(cli.execute("hash-password")).isZero();
    assertThat(cli.out()).endsWith("\n").hasLineCount(1);
    assertThat(PasswordHash.parse(cli.out().strip()).matches("pässwörd€")).isTrue();
    assertThat(cli.execute("run", "--property=management.password-hash=" + cli.out().strip()))
        .isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(cli.err()).startsWith("warning: management.password-hash");

    cli.input = new ByteArrayInputStream("pässwörd€".getBytes(StandardCharsets.UTF_8));
    assertThat(cli.execute("hash-password", "--json")).isZero();
    assertThat(cli.out()).startsWith("{").contains("\"passwordHash\" : \"pbkdf2-sha256:");
  }

  @Test
  void aTypedPasswordIsNotShown() {
    cli.stop = output -> false;
    List<String> echo = new ArrayList<>();
    cli.echo = noted(echo);
    cli.input = new ByteArrayInputStream("typed\nnext".getBytes(StandardCharsets.UTF_8));

    assertThat(cli.execute("hash-password")).isZero();

    assertThat(PasswordHash.parse(cli.out().strip()).matches("typed")).isTrue();
    assertThat(cli.err()).isEqualTo("Password: \n");
    assertThat(echo).containsExactly("off", "on");
  }

  private static Echo noted(List<String> calls) {
    return new Echo() {
      @Override
      public boolean off() {
        return calls.add("off");
      }

      @Override
      public void on() {
        calls.add("on");
      }
    };
  }

  @Test
  void aPasswordIsOneLineAndWhoGivesItMayKeepThePipe() throws IOException {
    try (PipedOutputStream pipe = new PipedOutputStream()) {
      cli.input = new PipedInputStream(pipe);
      pipe.write("piped\n".getBytes(StandardCharsets.UTF_8));
      cli.stop = output -> false;

      assertThat(cli.execute("hash-password")).isZero();

      assertThat(PasswordHash.parse(cli.out().strip()).matches("piped")).isTrue();
    }
  }

  @Test
  void whoAsksToStopGivesNoPassword() throws IOException {
    try (PipedOutputStream pipe = new PipedOutputStream()) {
      cli.input = new PipedInputStream(pipe);
      List<String> echo = new ArrayList<>();
      cli.echo = noted(echo);

      assertThat(cli.execute("hash-password")).isEqualTo(ExitStatus.INTERRUPTED);

      assertThat(cli.out()).isEmpty();
      assertThat(echo).containsExactly("off", "on");
    }
  }

  @Test
  void whatIsNoPasswordIsRefused() {
    cli.stop = output -> false;
    for (byte[] input :
        new byte[][] {
          {},
          "\n".getBytes(StandardCharsets.UTF_8),
          "canary\ncanary".getBytes(StandardCharsets.UTF_8),
          "canary\t".getBytes(StandardCharsets.UTF_8),
          "canary".repeat(200).getBytes(StandardCharsets.UTF_8),
          {'c', 'a', 'n', 'a', 'r', 'y', (byte) 0xff}
        }) {
      cli.input = new ByteArrayInputStream(input);
      assertThat(cli.execute("hash-password")).isEqualTo(2);
      assertOneErrorLine("standard input must be");
      assertThat(cli.err()).doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "run --colour",
        "run --property",
        "run --property graph.cloud",
        "status a b",
        "import",
        "dead-letters",
        "dead-letters show",
        "dead-letters replay",
        "dead-letters replay a --all",
        "sandbox --port 70000",
        "sandbox --port x",
        "sandbox --latency soon",
        "sandbox --budget many",
        "sandbox --faults /does/not/exist",
      })
  void wrongUsageIsOneLineAndTwo(String arguments) {
    String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    assertThat(cli.execute(split)).isEqualTo(2);
    assertOneErrorLine("connector-routes: ");
  }

  @Test
  void helpAndVersionAreNoErrors() {
    assertThat(cli.execute("--help")).isZero();
    assertThat(cli.out())
        .contains("demo", "run", "import", "status", "dead-letters", "sandbox", "--home=DIR");
    assertThat(cli.execute("import", "--help")).isZero();
    assertThat(cli.out()).contains("FILE...", "--property=KEY=VALUE");
    assertThat(cli.execute("--version")).isZero();
    assertThat(cli.out()).startsWith("connector-routes ");
  }

  @Test
  void onlyVerboseShowsAStackTrace() {
    cli.failure = new IllegalStateException("first\nsecond");
    assertThat(cli.execute("run", "--home", home)).isEqualTo(2);
    assertOneErrorLine("unexpected error", "first second", "--verbose");

    assertThat(cli.execute("run", "--home", home, "--verbose")).isEqualTo(2);
    assertThat(cli.err()).contains("\tat io.connectorroutes");
  }

  @Test
  void anErrorOfTheProgramIsToldInALineAsWell() {
    cli.error = new StackOverflowError();
    assertThat(cli.execute("run", "--home", home)).isEqualTo(2);
    assertOneErrorLine("unexpected error: java.lang.StackOverflowError", "--verbose");

    assertThat(cli.execute("run", "--home", home, "--verbose")).isEqualTo(2);
    assertThat(cli.err()).contains("java.lang.StackOverflowError\n\tat io.connectorroutes");
  }

  @Test
  void memoryThatHasEndedIsToldSoWhateverWrappedIt() {
    cli.error = new OutOfMemoryError();
    assertThat(cli.execute("run", "--home", home)).isEqualTo(2);
    assertOneErrorLine("connector-routes: memory has ended; give it more");

    cli.error = null;
    cli.failure = new IllegalStateException(new OutOfMemoryError());
    assertThat(cli.execute("run", "--home", home)).isEqualTo(2);
    assertOneErrorLine("connector-routes: memory has ended; give it more");
  }

  @Test
  void aFullDiskIsToldAsFullWhateverWasWritten() {
    cli.failure = new UncheckedIOException(new IOException("No space left on device"));
    assertThat(cli.execute("run", "--home", home)).isEqualTo(2);
    assertOneErrorLine("a disk is full", "make room", "--home");
  }

  @Test
  void theLedgersErrorsAreForTheUser() throws IOException {
    cli.withLedgerFile();
    cli.failure = new DatabaseException("another key: give the right one");
    assertThat(cli.execute("status", "--home", home)).isEqualTo(2);
    assertOneErrorLine("connector-routes: another key: give the right one");

    cli.failure = new DatabaseUnavailableException("the database does not answer", null);
    assertThat(cli.execute("status", "--home", home)).isEqualTo(2);
    assertOneErrorLine(
        "connector-routes: the database does not answer; see to the database of ledger.url, to"
            + " the login there, and that nobody has locked it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "status x",
        "dead-letters list",
        "dead-letters show x",
        "dead-letters replay x"
      })
  void lookingMakesNoHome(String arguments) {
    assertThat(cli.execute((arguments + " --home " + home).split(" "))).isEqualTo(2);
    assertOneErrorLine("there is no ledger at " + cli.home.resolve("data/ledger.db"), "--home");
    assertThat(cli.home).doesNotExist();
  }

  @Test
  void importTakesReadableFilesOfKnownFormats() throws IOException {
    Path file = Files.writeString(folder.resolve("changes.csv"), "operation\n");
    assertThat(cli.execute("import", file.toString(), "--json", "--home", home))
        .isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
    assertThat(cli.calls).containsExactly("import [" + file + "] true");

    assertThat(cli.execute("import", folder.resolve("absent.csv").toString())).isEqualTo(2);
    assertOneErrorLine("cannot read " + folder.resolve("absent.csv"));

    Path text = Files.writeString(folder.resolve("changes.txt"), "");
    assertThat(cli.execute("import", text.toString())).isEqualTo(2);
    assertOneErrorLine(".json, .jsonl or .csv");
    assertThat(cli.calls).hasSize(1);
  }

  @Test
  void theDemoKnowsHowItWasCalled() {
    assertThat(cli.execute("demo")).isZero();
    assertThat(cli.execute("demo", "--home", home, "--property=a=b", "--json")).isZero();
    assertThat(cli.calls).containsExactly("demo null [] false", "demo " + home + " [a=b] true");
  }

  @Test
  void theSandboxServesUntilItIsStopped() throws IOException {
    Path plan = Files.writeString(folder.resolve("faults.json"), "[]");
    assertThat(
            cli.execute(
                "sandbox",
                "--port=8123",
                "--latency=50ms",
                "--budget=5/1s",
                "--faults",
                plan.toString()))
        .isZero();

    assertThat(cli.out()).isEqualTo("http://127.0.0.1:4711\n");
    assertThat(cli.calls).containsExactly("await", "close");
    assertThat(cli.sandbox)
        .isEqualTo(
            new SandboxStarter.SandboxSettings(
                8123,
                Duration.ofMillis(50),
                new RequestBudget(5, Duration.ofSeconds(1)),
                plan,
                null,
                "changeit",
                null));

    cli.execute("sandbox");
    assertThat(cli.sandbox)
        .isEqualTo(
            new SandboxStarter.SandboxSettings(
                0, Duration.ZERO, RequestBudget.NONE, null, null, "changeit", null));

    cli.execute("sandbox", "--broker", "5672");
    assertThat(cli.out()).isEqualTo("http://127.0.0.1:4711\namqp://127.0.0.1:5672\n");
  }

  /** The harness looks at each line. */
  @Test
  void longNamesAndPathsLeaveNoLineTooWide() throws IOException {
    String alias = "a".repeat(90);
    cli.checks =
        List.of(
            Check.passed(alias + ": API connectors", "as it must be"),
            Check.failed("ledger", "/srv/" + "p".repeat(100) + "/ledger.db is away", "mend it"));
    assertThat(cli.execute("check", "--home", home)).isEqualTo(1);
    assertThat(cli.out())
        .contains("  " + alias + ":\n")
        .contains("  /srv/" + "p".repeat(100) + "/ledger.db\n");

    cli.withLedgerFile();
    String copy = home + "/" + "b".repeat(100);
    assertThat(cli.execute("ledger", "backup", copy, "--home", home)).isZero();
    assertThat(cli.out())
        .isEqualTo("the ledger is copied to\n  " + copy + ",\n  without its key\n");
  }

  @Test
  void whatHasNoDocumentRefusesToPrintOne() {
    for (List<String> command :
        List.of(List.of("sandbox"), List.of("completion", "bash"), List.of("help", "run"))) {
      List<String> all = new ArrayList<>(command);
      all.add("--json");
      assertThat(cli.execute(all.toArray(String[]::new))).isEqualTo(2);
      assertThat(cli.err())
          .isEqualTo(
              "connector-routes: "
                  + command.get(0)
                  + " prints no JSON document; leave --json out\n");
      assertThat(Json.object(cli.out()).at("/error/remedy").asText()).isEqualTo("leave --json out");
    }
    assertThat(cli.calls).isEmpty();
  }

  @Test
  void checkPrintsALineEachWithin80ColumnsAndEndsWith1WhereOneFails() {
    cli.checks =
        List.of(
            Check.passed("ledger", "/srv/connector-routes/data/ledger.db"),
            Check.failed(
                "north: API connectors",
                "Graph forbids it (403 AADB2C: it does not have any of the permissions)",
                "grant the app the application permission APIConnectors.ReadWrite.All"));

    assertThat(cli.execute("check", "--home", home)).isEqualTo(1);
    assertThat(cli.out())
        .isEqualTo(
            """
            ok    ledger                 /srv/connector-routes/data/ledger.db
            FAIL  north: API connectors  Graph forbids it (403 AADB2C: it does not have any
                                         of the permissions): grant the app the application
                                         permission APIConnectors.ReadWrite.All
            """);
    FittingLines.assertFit(cli.out());
    assertThat(cli.calls)
        .containsExactly("check [default] [API_CONNECTORS, USER_FLOWS, APP_PROXY]");

    assertThat(cli.execute("check", "--home", home, "--json")).isEqualTo(1);
    assertThat(Json.object(cli.out()))
        .isEqualTo(
            Json.object(
                """
                {'checks': [
                  {'name': 'ledger', 'ok': true,
                   'message': '/srv/connector-routes/data/ledger.db', 'remedy': null},
                  {'name': 'north: API connectors', 'ok': false,
                   'message':
                     'Graph forbids it (403 AADB2C: it does not have any of the permissions)',
                   'remedy':
                     'grant the app the application permission APIConnectors.ReadWrite.All'}]}
                """));
  }

  @Test
  void whatAValueMustBeIsTheRemedyOfItsError() {
    String property = "--property=graph.batch-size=many";
    assertThat(cli.execute("status", "--home", home, property, "--json")).isEqualTo(2);
    assertThat(Json.object(cli.out()).at("/error/message").asText())
        .startsWith("graph.batch-size ")
        .contains(" must be ");
    assertThat(Json.object(cli.out()).at("/error/remedy").asText()).startsWith("set it to a whole");
  }

  @Test
  void aParameterIsNamedAsInItsHelp() {
    assertThat(cli.execute("completion", "tcsh")).isEqualTo(2);
    assertThat(cli.err()).startsWith("connector-routes: SHELL: expected one of ");
  }

  @Test
  void checkAsksTheTenantAndThePermissionsThatAreNamed() {
    assertThat(
            cli.execute(
                "check",
                "--home",
                home,
                "--property=graph.tenants.north.tenant-id=n",
                "--tenant=north",
                "--skip=app-proxy"))
        .isZero();
    assertThat(cli.calls).containsExactly("check [north] [API_CONNECTORS, USER_FLOWS]");

    assertThat(cli.execute("check", "--home", home, "--tenant=defualt")).isEqualTo(2);
    assertOneErrorLine("tenant defualt is not configured; did you mean default?");
    assertThat(cli.execute("check", "--home", home, "--skip=app-prox")).isEqualTo(2);
    assertOneErrorLine("--skip knows no app-prox (did you mean app-proxy?)");
    assertThat(cli.execute("check", "--home", home, "--property=graph.cloud=no")).isEqualTo(2);
    assertOneErrorLine("graph.cloud");
    assertThat(cli.home).doesNotExist();
  }

  @Test
  void importGoesOnWithAJobAndTakesItsLimits() throws Exception {
    CommandLineHarness cli = new CommandLineHarness(folder).withLedgerFile();
    cli.ledger.jobs.add(LedgerCommandsTest.job("two.csv", Job.State.OPEN, Map.of("open", 1L)));
    String home = folder.toString();
    String[] resumed = {"import", "--resume", "two.csv", "--quiet", "--max-failures", "5%"};
    String[] command =
        Stream.concat(Stream.of(resumed), Stream.of("--home", home)).toArray(String[]::new);
    assertThat(cli.execute(command)).as(cli.err()).isEqualTo(1);
    assertThat(cli.imported)
        .returns(List.of(), ImportOptions::files)
        .returns("two.csv", ImportOptions::resume)
        .returns(true, ImportOptions::quiet)
        .returns(new FailureLimit("5%", 5, true), ImportOptions::maxFailures);
    assertThat(cli.imported.maxFailures().most(119)).isEqualTo(5);
    assertThat(cli.ledger.limits).containsEntry("two.csv", cli.imported.maxFailures());

    assertThat(cli.execute("import", "--home", home)).isEqualTo(2);
    assertThat(cli.err()).contains("give either files or --resume JOB");
    assertThat(cli.execute("import", "--resume", "a", "--max-failures", "101%")).isEqualTo(2);
    assertThat(cli.err()).contains("must be a number such as 20, or a part from 0% to 100%");
    assertThat(cli.execute("job")).isEqualTo(2);
    assertThat(cli.err()).contains("show, pause, resume, cancel or results");
  }

  @Test
  void importTakesEachFileOnceAndItsMostDeletes() throws Exception {
    CommandLineHarness cli = new CommandLineHarness(folder);
    String file = Files.writeString(folder.resolve("one.jsonl"), "{}").toString();
    String home = "--home=" + folder;
    assertThat(cli.execute("import", file, file, "--max-deletes=3", home)).isEqualTo(1);
    assertThat(cli.imported.files()).hasSize(1);
    assertThat(cli.configuration.get(Keys.JOB_MAX_DELETES)).isEqualTo(3);

    assertThat(cli.execute("import", file, "--max-deletes=-1", home)).isEqualTo(2);
    assertThat(cli.err()).contains("--max-deletes must be 0 or more, and is -1");
    assertThat(cli.execute("import", "--resume", "a", "--max-deletes=1", home)).isEqualTo(2);
    assertThat(cli.err()).contains("--max-deletes is for files");
    assertThat(cli.execute("import", "-dash.jsonl", home)).isEqualTo(2);
    assertThat(cli.err()).contains("; a file of that name is given as ./-dash.jsonl");
  }
}
