package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Progress.GraphReach;
import io.connectorroutes.ledger.Progress.GraphState;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.FileState;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.Reports.Waits;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.Workers.Worker;
import io.connectorroutes.testing.FittingLines;
import io.connectorroutes.testing.SampleJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00.250Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private CommandLineHarness cli;

  @BeforeEach
  void harness() throws IOException {
    cli = new CommandLineHarness(folder).withLedgerFile();
  }

  private int execute(String arguments) {
    int status = cli.execute((arguments + " --home " + folder).split(" "));
    assertThat(cli.ledger.closed).isTrue();
    return status;
  }

  private JsonNode json() throws IOException {
    return MAPPER.readTree(cli.out());
  }

  static JobSummary job(String name, Job.State state, Map<String, Long> counts) {
    return job(name, state, counts, 1);
  }

  private static JobSummary job(
      String name, Job.State state, Map<String, Long> counts, long number) {
    int rows = counts.values().stream().mapToInt(Long::intValue).sum();
    Job job = SampleJob.named(name).id(number).state(state).rows(rows).receivedAt(T0).job();
    return new JobSummary(job, counts, 0, counts, 0);
  }

  private static TenantSummary tenant(
      String alias, long waiting, long sending, WaitReason reason, String message, Instant nextAt) {
    Instant since = reason == null ? null : T0;
    long paused = reason == WaitReason.PAUSED ? waiting : 0;
    return new TenantSummary(
        "a/1", alias, waiting, 3, paused, sending, reason, message, since, nextAt, nextAt, T0,
        null);
  }

  private static OutcomeRecord outcome(Instant time, Outcome outcome, Integer replay) {
    return new OutcomeRecord(
        "o-1",
        7,
        time,
        "c-1",
        null,
        "a.csv",
        2,
        replay,
        null,
        "apiConnector.delete",
        "id=x",
        outcome,
        null,
        403,
        "Forbidden",
        "no right to do so",
        "r",
        "cr",
        2,
        2,
        T0);
  }

  @Test
  void statusTellsWhoWorksHowFarAndWhatAPersonHasToDo() {
    cli.ledger.jobs.add(
        job("customers.csv", Job.State.OPEN, Map.of("applied", 990L, "rejected", 1L, "open", 9L)));
    cli.ledger.jobs.add(job("b.csv", Job.State.OPEN, Map.of("open", 1L), 2));
    cli.ledger.jobs.add(job("a.jsonl", Job.State.COMPLETE, Map.of("applied", 3L)));
    cli.ledger.progress.put(1L, new JobProgress(null, Duration.ofSeconds(450)));
    cli.ledger.progress.put(2L, new JobProgress(WaitReason.NO_TOKEN, null));
    cli.ledger.clock = Clock.fixed(T0.plusSeconds(30), ZoneOffset.UTC);
    cli.ledger.workers.add(new Worker("run:host.example/4711/abc", T0, List.of()));
    cli.ledger.workers.add(new Worker("import", T0.minus(Duration.ofDays(1)), List.of()));
    cli.ledger.graph = new GraphReach(GraphState.AWAY, T0, T0.plusSeconds(60));
    cli.ledger.tenants.add(tenant(null, 8, 1, null, null, null));
    cli.ledger.tenants.add(
        tenant("contoso", 120, 0, WaitReason.NO_TOKEN, "no\u001b[2J answer", T0.plusSeconds(60)));
    cli.ledger.tenants.add(tenant("north", 1, 0, WaitReason.SECRET_AWAY, "env:A is not set", T0));

    assertThat(execute("status")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            Run: working since 08:00:00Z (pid 4711, host.example)
            Import: working since 2026-11-20T08:00:00Z
            Graph: away since 08:00:00Z, tried again at 08:01:00Z

            JOB            STATE     DONE      APPLIED  REJECTED  TIME LEFT
            customers.csv  open      991/1000      990         1  about 7 min 30 s
            b.csv          open      0/1             0         0  no token
            a.jsonl        complete  3/3             3         0

            TENANT   WAITING  BLOCKED  SENDING  NOW
            default        8        3        1
            contoso      120        3        0  no token, next try 08:01:00Z
                since 08:00:00Z: no\uFFFD[2J answer
            north          1        3        0  a secret cannot be had
                since 08:00:00Z, next try 08:00:00Z: env:A is not set

            Needs you:
              tenant contoso: no token, 120 changes wait: check --tenant contoso
              tenant north: a secret cannot be had, 1 change waits: check
            """);
  }

  @Test
  void whereNobodyWorksThatIsSaid() throws IOException {
    cli.ledger.jobs.add(job("a.csv", Job.State.OPEN, Map.of("open", 5_000L)));
    cli.ledger.tenants.add(tenant(null, 5_000, 0, null, null, null));

    assertThat(execute("status")).isZero();

    assertThat(cli.out())
        .startsWith("Run: none. 5,000 changes wait: start run.\nGraph: not asked yet\n")
        .containsPattern("a.csv +open +0/5000 +no run")
        .contains("  nobody works, and 5,000 changes wait: run\n");
    assertThat(execute("status --json")).isZero();
    assertThat(json().at("/needsYou/0"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"what":"nobody works, and 5,000 changes wait","count":5000,"command":"run"}
                """));
  }

  @Test
  void whereNobodyWorksWhoeverWritesResultsIsAskedFor() throws IOException {
    cli.ledger.jobs.add(job("b c.jsonl", Job.State.SETTLED, Map.of("cancelled", 20L)));
    cli.ledger.jobs.add(job("done.jsonl", Job.State.COMPLETE, Map.of("applied", 1L)));

    assertThat(execute("status --json")).isZero();
    assertThat(json().get("needsYou"))
        .isEqualTo(
            MAPPER.readTree(
                """
                [{"what":"the results of job b c.jsonl are not written (run writes them, too)",
                  "count":20,"command":"import --resume 'b c.jsonl'"}]
                """));
    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .contains("\nNeeds you:\n  the results of job b c.jsonl are not written (run writes");

    cli.ledger.workers.add(new Worker("run:1", T0, List.of()));
    assertThat(execute("status --json")).isZero();
    assertThat(json().get("needsYou")).as("a worker does so").isEmpty();
  }

  @Test
  void aFileThatImportRefusedIsNamedUntilItIsImported() throws IOException {
    cli.ledger.clock = Clock.fixed(T0.plusSeconds(60), ZoneOffset.UTC);
    cli.ledger.jobs.add(refused("cut.json", "it ends in the middle of row 3"));
    cli.ledger.jobs.add(refused("cut.json", "an earlier one"));

    assertThat(execute("status --json")).isZero();
    assertThat(json().at("/jobs/0/reason").asText()).isEqualTo("it ends in the middle of row 3");
    assertThat(json().get("needsYou"))
        .isEqualTo(
            MAPPER.readTree(
                """
                [{"what":"cut.json is refused: it ends in the middle of row 3","count":1,
                  "command":"import FILE"}]
                """));

    cli.ledger.files.add(new FileReport("cut.json", FileState.REFUSED, "by the inbox", T0));
    assertThat(execute("status --json")).isZero();
    assertThat(json().get("needsYou"))
        .singleElement()
        .satisfies(need -> assertThat(need.get("what").asText()).endsWith("by the inbox"));
    cli.ledger.files.clear();

    cli.ledger.jobs.add(0, job("cut.json", Job.State.COMPLETE, Map.of("applied", 1L)));
    assertThat(execute("status --json")).isZero();
    assertThat(json().get("needsYou")).as("it was mended").isEmpty();
    cli.ledger.jobs.remove(0);

    cli.ledger.clock = Clock.fixed(T0.plus(Duration.ofDays(8)), ZoneOffset.UTC);
    assertThat(execute("status --json")).isZero();
    assertThat(json().get("needsYou")).as("it was given up").isEmpty();
  }

  private static JobSummary refused(String name, String reason) {
    Job job = SampleJob.named(name).state(Job.State.REFUSED).receivedAt(T0).reason(reason).job();
    return new JobSummary(job, Map.of(), 0, Map.of(), 0);
  }

  @Test
  void aJobThatIsDoneWaitsForNothingAlsoWhereReplaysOfItDo() throws IOException {
    cli.ledger.jobs.add(job("a.csv", Job.State.COMPLETE, Map.of("failed", 1L)));
    cli.ledger.progress.put(1L, new JobProgress(WaitReason.NOT_BEFORE, Duration.ofSeconds(9)));

    assertThat(execute("status --json")).isZero();
    assertThat(json().at("/jobs/0/reason").isNull()).isTrue();
    assertThat(json().at("/jobs/0/secondsLeft").isNull()).isTrue();
  }

  @Test
  void aRunIsNotAskedForWhereItWouldSendNothing() throws IOException {
    cli.ledger.tenants.add(tenant("north", 7, 0, WaitReason.PAUSED, "by tenant pause", null));

    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .startsWith("Run: none.\nGraph: ")
        .contains("tenant north: paused, 7 changes wait: tenant resume north")
        .doesNotContain("nobody works");

    cli.ledger.tenants.add(tenant(null, 2, 0, null, null, null));
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).contains("  nobody works, and 2 changes wait: run\n");
  }

  @Test
  void onlyAJobThatCanGoOnIsResumedByImport() {
    cli.ledger.jobs.add(job("part.csv", Job.State.RECORDING, Map.of("open", 1L)));
    cli.ledger.jobs.add(job("bad.csv", Job.State.REFUSED, Map.of()));

    assertThat(execute("import --resume part.csv")).isEqualTo(2);
    assertThat(cli.err()).contains("part.csv was not recorded to its end: import its file again");
    assertThat(execute("import --resume bad.csv")).isEqualTo(2);
    assertThat(cli.err()).contains("bad.csv was refused: import its file again, corrected");
    assertThat(cli.imported).as("nothing was started").isNull();
  }

  @Test
  void noLineIsWiderThanATerminalHoweverLongNamesAreAndHoweverManyOutcomesThereAre() {
    Map<String, Long> counts = new HashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.wireName(), 100_000L);
    }
    String name = "Kündigungen ".repeat(12) + "2026.csv";
    cli.ledger.jobs.add(job(name, Job.State.COMPLETE, counts));
    cli.ledger.tenants.add(
        tenant("a".repeat(80), 1_000_000, 20, WaitReason.NO_CREDENTIAL, "x".repeat(300), T0));
    cli.ledger.files.add(new FileReport(name, FileState.REFUSED, "word ".repeat(50), T0));

    assertThat(execute("status")).isZero();

    FittingLines.assertFit(cli.out());
    assertThat(cli.out().lines())
        .anyMatch(line -> line.startsWith("Kündigungen") && line.contains("…"))
        .anyMatch(line -> line.contains("100000 superseded, 100000 rejected"));
  }

  @Test
  void ofAThousandJobsThatAreDoneTheNewestAreShownAndAllThatAreNot() throws IOException {
    for (int i = 0; i < 30; i++) {
      cli.ledger.jobs.add(job(i + ".csv", Job.State.COMPLETE, Map.of("applied", 1L)));
    }
    cli.ledger.jobs.add(job("old.csv", Job.State.OPEN, Map.of("open", 1L)));

    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .contains("19.csv ", "old.csv ", "(10 older jobs that are done are not shown)")
        .doesNotContain("20.csv ");
    assertThat(execute("status --json")).isZero();
    assertThat(json().get("jobs")).hasSize(31);
  }

  @Test
  void anEmptyLedgerHasAStatusToo() throws IOException {
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).contains("No jobs yet", "No open changes.");

    assertThat(execute("status --json")).isZero();
    assertThat(json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {"runs":[],"graph":{"state":"unknown","since":null,"nextAt":null},
                 "jobs":[],"tenants":[],"files":[],"needsYou":[]}
                """));
  }

  @Test
  void statusAsJsonHasTheContractsShape() throws IOException {
    cli.ledger.jobs.add(job("a.csv", Job.State.SETTLED, Map.of("applied", 2L)));
    cli.ledger.jobs.add(job("b.csv", Job.State.OPEN, Map.of("open", 2L), 2));
    cli.ledger.progress.put(2L, new JobProgress(WaitReason.THROTTLED, Duration.ofSeconds(90)));
    cli.ledger.clock = Clock.fixed(T0.plusSeconds(61), ZoneOffset.UTC);
    cli.ledger.workers.add(new Worker("run:1", T0, List.of()));
    cli.ledger.graph = new GraphReach(GraphState.REACHED, T0, null);
    cli.ledger.summaries.add(
        new DeadLetter.Summary(
            "c-1", null, "x", null, "a.csv", "Forbidden", null, Outcome.FAILED, T0, 0));
    cli.ledger.files.add(new FileReport("cut.json", FileState.REFUSED, "it ends too soon", T0));
    cli.ledger.tenants.add(tenant("contoso", 4, 0, WaitReason.THROTTLED, "by Graph", T0));
    cli.ledger.tenants.add(tenant(null, 4, 1, null, null, null));

    assertThat(execute("--json status")).isZero();

    assertThat(json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {"runs":[{"worker":"run:1","since":"2026-11-21T08:00:00.250Z"}],
                 "graph":{"state":"reached","since":"2026-11-21T08:00:00.250Z","nextAt":null},
                 "jobs":[
                  {"job":"a.csv","state":"settled","rows":2,"counts":{"applied":2},
                   "recovered":0,"reason":null,"secondsLeft":null},
                  {"job":"b.csv","state":"open","rows":2,"counts":{"open":2},
                   "recovered":0,"reason":"throttled","secondsLeft":90}],
                 "tenants":[
                  {"tenant":"default","waiting":4,"blocked":3,"sending":1,"reason":null,
                   "message":null,"since":null,"nextAt":null,
                   "parkedUntil":null,"oldestSeconds":61},
                  {"tenant":"contoso","waiting":4,"blocked":3,"sending":0,"reason":"throttled",
                   "message":"by Graph","since":"2026-11-21T08:00:00.250Z",
                   "nextAt":"2026-11-21T08:00:00.250Z",
                   "parkedUntil":"2026-11-21T08:00:00.250Z","oldestSeconds":61}],
                 "files":[{"file":"cut.json","state":"refused","reason":"it ends too soon",
                           "since":"2026-11-21T08:00:00.250Z"}],
                 "needsYou":[
                  {"what":"1 dead letter","count":1,"command":"dead-letters list"},
                  {"what":"cut.json is refused: it ends too soon","count":1,
                   "command":"import FILE"}]}
                """));
  }

  private History history() {
    AttemptRecord lost =
        new AttemptRecord(
            Intent.Kind.CHANGE,
            "DELETE",
            "/v1.0/identity/apiConnectors/x",
            T0.plusSeconds(1),
            null,
            null,
            null,
            null,
            null,
            "cr-1");
    AttemptRecord answered =
        new AttemptRecord(
            Intent.Kind.CHANGE,
            "DELETE",
            "/v1.0/identity/apiConnectors/x",
            T0.plusSeconds(9),
            T0.plusSeconds(10),
            403,
            "Forbidden",
            "no right to do so",
            "r",
            "cr-2");
    return new History(
        "c-1",
        "a.csv",
        2,
        null,
        "apiConnector.delete",
        "id=x",
        "settled",
        T0,
        null,
        null,
        null,
        List.of(lost, answered),
        List.of(outcome(T0.plusSeconds(10), Outcome.FAILED, null)),
        List.of(new DeadLetter.Discarded(T0.plusSeconds(11), "anna", "made by hand")));
  }

  @Test
  void aChangesHistoryIsToldInOrder() {
    cli.ledger.histories.add(history());

    assertThat(execute("status c-1")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            c-1
              state      settled
              job        a.csv, row 2
              tenant     default
              operation  apiConnector.delete
              target     id=x
              received   2026-11-21T08:00:00Z
              2026-11-21T08:00:01Z DELETE /v1.0/identity/apiConnectors/x -> no answer
              2026-11-21T08:00:09Z DELETE /v1.0/identity/apiConnectors/x -> 403 (Forbidden):
                  no right to do so
              2026-11-21T08:00:10Z failed (Forbidden): no right to do so
              2026-11-21T08:00:11Z discarded by anna: made by hand
            """);
  }

  private History waiting(String state, Waits waits) {
    return new History(
        "c-1", "a.csv", 2, null, "x", "id=x", state, T0, null, null, waits, List.of(), List.of(),
        List.of());
  }

  @Test
  void whatAChangeWaitsForIsToldByNameAndTime() throws IOException {
    cli.ledger.histories.add(waiting("blocked", new Waits("c-0", null, null, null)));
    cli.ledger.histories.add(
        waiting("waiting", new Waits(null, WaitReason.NO_TOKEN, "no answer", T0)));
    cli.ledger.histories.add(
        waiting("waiting", new Waits(null, WaitReason.LEASED, "its worker ended", T0)));
    cli.ledger.histories.add(
        waiting("waiting", new Waits(null, WaitReason.LEASED, "it is due", null)));
    String next = "it is due, and the next one of its tenant";
    cli.ledger.histories.add(waiting("waiting", new Waits(null, null, next, null)));

    assertThat(execute("status c-1")).isZero();
    assertThat(cli.out())
        .contains(
            "  waits      for change c-0\n",
            "  waits      no token, next try 2026-11-21T08:00:00Z: no answer\n",
            "  waits      its worker ended, taken over from 2026-11-21T08:00:00Z on\n",
            "  waits      a request is under way: it is due\n",
            "  waits      it is due, and the next one of its tenant\n");
    assertThat(execute("status c-1 --json")).isZero();
    assertThat(json().at("/records/0/blockedBy").asText()).isEqualTo("c-0");
    assertThat(json().at("/records/1/waits").asText()).isEqualTo("noToken");
    assertThat(json().at("/records/1/nextAt").asText()).isEqualTo(T0.toString());
  }

  @Test
  void itIsShownAgainAndAgainUntilCtrlC() {
    cli.stop = output -> output.split("Graph: not asked yet", -1).length > 2;

    assertThat(execute("status --watch")).isZero();

    assertThat(cli.out()).doesNotContain("\u001b");
    assertThat(execute("status c-1 --watch")).isEqualTo(2);
    assertThat(cli.err()).contains("leave CHANGE_ID out");
  }

  @Test
  void whatIsWatchedStaysInItsWindow() {
    for (int i = 1; i <= 150; i++) {
      cli.ledger.jobs.add(
          job("job-" + i + ".csv", Job.State.COMPLETE, Map.of("applied", 2L), 200 - i));
    }
    cli.ledger.tenants.add(tenant("north", 7, 0, WaitReason.NO_TOKEN, "no answer", T0));
    cli.stop = output -> output.contains("Graph: not asked yet");

    cli.window = new Window(24, 80);
    assertThat(execute("status --watch")).isZero();
    assertThat(cli.out())
        .startsWith("\u001b[H\u001b[J")
        .contains("job-1.csv", "or more older jobs that are done are not shown", "Needs you:")
        .doesNotContain("job-20.csv", "more lines");
    assertThat(lastShown()).hasSizeLessThan(24);
    assertThat(cli.out()).as("no more of them are counted").contains("older jobs");

    cli.window = new Window(9, 40);
    assertThat(execute("status --watch")).isZero();
    assertThat(lastShown().stream().mapToInt(cli.window::rowsOf).sum()).isLessThan(9);

    assertThat(execute("status")).isZero();
    assertThat(cli.out()).contains("job-20.csv").doesNotContain("\u001b", "job-21.csv");
  }

  @Test
  void whatNeedsAPersonStaysInAShortWindow() {
    for (int i = 1; i <= 30; i++) {
      cli.ledger.jobs.add(job("job-" + i + ".csv", Job.State.OPEN, Map.of("open", 2L), i));
    }
    cli.ledger.tenants.add(tenant("north", 7, 0, WaitReason.NO_TOKEN, "no answer", T0));
    cli.ledger.files.add(new FileReport("x.txt", FileState.IGNORED, "has no known ending", T0));
    cli.stop = output -> output.contains("Needs you:");
    List<String> needs =
        List.of(
            "Needs you:",
            "  nobody works, and 7 changes wait: run",
            "  tenant north: no token, 7 changes wait: check --tenant north",
            "  x.txt has no known ending");

    assertThat(watched(14, 80))
        .startsWith("Run: none. 7 changes wait: start run.", "Graph: not asked yet", "")
        .contains("(31 more lines: status shows all)", "")
        .endsWith(needs.toArray(String[]::new));
    assertThat(lastShown()).hasSize(13).element(6).asString().startsWith("job-3.csv");
    assertThat(watched(7, 80))
        .as("no room for a line of the work")
        .hasSize(6)
        .startsWith("(38 more lines: status shows all)", "", "Needs you:")
        .endsWith(needs.toArray(String[]::new));
    assertThat(watched(5, 80))
        .as("no room for all that needs a person")
        .containsExactly(
            needs.get(0), needs.get(1), needs.get(2), "(39 more lines: status shows all)");
    assertThat(watched(5, 40))
        .as("lines that take two rows")
        .containsExactly(needs.get(0), needs.get(1), "(40 more lines: status shows all)");
    assertThat(watched(60, 80))
        .as("there is room for all")
        .noneMatch(line -> line.contains(" more line"))
        .endsWith(needs.toArray(String[]::new));
  }

  @Test
  void aWindowOfOneRowSaysThatThereIsMoreAlsoWhereNothingNeedsAPerson() {
    cli.stop = output -> true;
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).doesNotContain("Needs you:");

    cli.window = new Window(1, 80);
    assertThat(execute("status --watch")).isZero();
    assertThat(lastShown()).singleElement().asString().endsWith(" more lines: status shows all)");
  }

  private List<String> watched(int rows, int columns) {
    cli.window = new Window(rows, columns);
    assertThat(execute("status --watch")).isZero();
    assertThat(cli.window.rowsOf(lastShown())).isLessThan(rows);
    return lastShown();
  }

  private List<String> lastShown() {
    String[] shown = cli.out().split("\u001b\\[H\u001b\\[J", -1);
    return shown[shown.length - 1].lines().toList();
  }

  @Test
  void aChangesHistoryIsADocumentToo() throws IOException {
    cli.ledger.histories.add(history());

    assertThat(execute("status c-1 --json")).isZero();

    JsonNode record = json().get("records").get(0);
    assertThat(json().get("changeId").asText()).isEqualTo("c-1");
    assertThat(record.get("state").asText()).isEqualTo("settled");
    assertThat(record.get("dueAt").isNull()).isTrue();
    assertThat(record.get("attempts")).hasSize(2);
    assertThat(record.get("attempts").get(1).get("httpStatus").asInt()).isEqualTo(403);
    assertThat(record.get("outcomes").get(0).get("outcome").asText()).isEqualTo("failed");
    assertThat(record.get("discards").get(0).get("by").asText()).isEqualTo("anna");
  }

  @Test
  void aPausedJobIsResumedByACommandThatAShellTakesAsItIs() throws IOException {
    cli.ledger.jobs.add(job("$(id).csv", Job.State.PAUSED, Map.of("open", 1L)));
    assertThat(execute("status --json")).isZero();
    assertThat(json().at("/needsYou/0/command").asText()).isEqualTo("job resume '$(id).csv'");
  }

  private TenantSummary leased(String message, Instant nextAt) {
    return new TenantSummary(
        "a/1", null, 7, 0, 0, 0, WaitReason.LEASED, message, null, nextAt, null, T0, null);
  }

  @Test
  void aRequestThatIsUnderWayHasNoTimeButWhereItsWorkerEnded() {
    cli.ledger.tenants.add(leased(null, null));
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).contains("default        7        0        0  a request is under way\n");
    cli.ledger.tenants.set(0, leased("its worker ended", T0));
    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .containsPattern("default +7 +0 +0  its worker ended\n    taken over from .*08:00:00Z on\n")
        .doesNotContain("under way");
  }

  private void addTenants(int idle, int others) {
    for (int i = 1; i <= idle; i++) {
      cli.ledger.tenants.add(
          i % 2 == 0
              ? tenant("idle" + i, 0, 1, WaitReason.LEASED, null, null)
              : tenant("idle" + i, 0, 1, null, null, null));
    }
    for (int i = 1; i <= others; i++) {
      cli.ledger.tenants.add(tenant("waiting" + i, i, 0, null, null, null));
    }
  }

  @Test
  void ofManyTenantsThoseOfWhichNothingWaitsAreOneLine() throws IOException {
    addTenants(280, 18);
    cli.ledger.tenants.add(tenant("lonely", 0, 1, WaitReason.LEASED, "its worker ended", T0));
    cli.ledger.tenants.add(tenant("paused", 0, 0, WaitReason.PAUSED, "somebody", null));
    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .contains("\nlonely ", "\npaused ", "\nwaiting1 ", "\nwaiting18 ")
        .contains("\nand 280 tenants of which nothing waits\n")
        .doesNotContain("idle");
    assertThat(execute("status --json")).isZero();
    assertThat(json().path("tenants")).hasSize(300);
  }

  @Test
  void fewTenantsHaveALineEach() {
    addTenants(1, 19);
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).contains("\nidle1 ").doesNotContain("nothing waits");
    addTenants(1, 0);
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).contains("\nand 2 tenants of which nothing waits\n");
  }

  @Test
  void aTenantIsNotCalledPausedWhereOnlyAJobIs() {
    String message = "job a.csv is paused";
    cli.ledger.tenants.add(
        new TenantSummary(
            "a/1", null, 7, 0, 7, 0, WaitReason.PAUSED, message, null, null, null, T0, null));
    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .contains(
            """
            TENANT   WAITING  BLOCKED  SENDING  NOW
            default        7        0        0  a job is paused
                job a.csv is paused
            """)
        .doesNotContain("Needs you", "tenant resume");
  }

  @Test
  void whatWorkersCannotPublishNeedsAPerson() throws IOException {
    String results = "results cannot be published: result files /mnt/results/a.csv: no space";
    String outcomes = "outcomes cannot be published: see outcome.uri and the log";
    cli.ledger.workers.add(new Worker("run:a/1", T0, List.of(results, outcomes)));
    cli.ledger.workers.add(new Worker("run:b/1", T0, List.of(outcomes)));

    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .endsWith(
            """

            Needs you:
              results cannot be published: result files /mnt/results/a.csv: no space
              outcomes cannot be published: see outcome.uri and the log
            """);
    assertThat(execute("status --json")).isZero();
    assertThat(json().get("needsYou"))
        .isEqualTo(
            MAPPER.readTree(
                """
                [{"what":"%s","count":1,"command":null},{"what":"%s","count":2,"command":null}]
                """
                    .formatted(results, outcomes)));
  }

  @Test
  void certificatesThatEndSoonAreToldOfByTenant() throws IOException {
    cli.ledger.clock = Clock.fixed(T0, ZoneOffset.UTC);
    certificate(null, "Orders", T0.plus(Duration.ofDays(29)));
    certificate("north", null, T0.minusSeconds(1));
    certificate("north", "Bills", T0.plusSeconds(1));
    certificate("south", "Mail", T0.plus(Duration.ofDays(31)));

    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .endsWith(
            """

            Needs you:
              tenant default: the certificate of API connector Orders ends at
              2026-12-20T08:00:00Z: check --tenant default
              tenant north: the certificate of API connector id-1 ended at
              2026-11-21T07:59:59Z, and 1 more soon: check --tenant north
            """);
    assertThat(execute("status --json")).isZero();
    assertThat(json().at("/needsYou/1/count").asInt()).isEqualTo(2);
    assertThat(json().at("/needsYou/1/command").asText()).isEqualTo("check --tenant north");

    assertThat(execute("status --property certificates.warn=1h")).isZero();
    assertThat(cli.out()).contains("id-1").doesNotContain("Orders");
  }

  private void certificate(String tenant, String name, Instant end) {
    cli.ledger.certificates.add(
        new CertificateEnd(
            "account of " + tenant, tenant, "id-" + cli.ledger.certificates.size(), name, end));
  }

  @Test
  void aFileWithoutAKnownEndingIsNotForImport() throws IOException {
    cli.ledger.files.add(new FileReport("x.txt", FileState.IGNORED, "has no known ending", T0));
    assertThat(execute("status")).isZero();
    assertThat(cli.out()).endsWith("  x.txt has no known ending\n");
    assertThat(execute("status --json")).isZero();
    assertThat(json().at("/needsYou/0/command").isNull()).isTrue();
  }

  @Test
  void filesThatAPersonShouldKnowOfAreNamedWithTheirReasons() throws IOException {
    cli.ledger.files.add(
        new FileReport("x.csv", FileState.GREW, "was written to after it was taken", T0));
    cli.ledger.files.add(new FileReport("cut.json", FileState.REFUSED, "it ends too soon", T0));

    assertThat(execute("status")).isZero();
    assertThat(cli.out())
        .endsWith(
            """

            Needs you:
              x.csv was written to after it was taken; once that is mended: import FILE
              cut.json is refused: it ends too soon; once that is mended: import FILE
            """);
    assertThat(execute("status --json")).isZero();
    JsonNode file = json().get("files").get(1);
    assertThat(file.get("file").asText()).isEqualTo("cut.json");
    assertThat(file.get("state").asText()).isEqualTo("refused");
    assertThat(file.get("reason").asText()).isEqualTo("it ends too soon");
    assertThat(file.get("since").asText()).isEqualTo(T0.toString());
  }

  @Test
  void anUnknownChangeIsAnError() {
    assertThat(execute("status nowhere")).isEqualTo(2);
    assertThat(cli.err()).contains("the ledger knows no change nowhere");
  }

  @Test
  void aDeadLetterIsShownAsItsDocument() {
    cli.ledger.letters.add(
        new DeadLetter(
            1,
            "c-1.2",
            "Forbidden",
            outcome(T0, Outcome.FAILED, 2),
            List.of(),
            null,
            null,
            List.of(),
            1,
            null,
            null,
            List.of(),
            null));

    assertThat(execute("dead-letters show c-1")).isZero();
    assertThat(cli.out()).isEqualTo("{\"document\":\"c-1.2\"}\n");
    assertThat(execute("dead-letters show c-2")).isEqualTo(2);
    assertThat(cli.err()).contains("there is no dead letter of c-2", "dead-letters list");
  }
}
