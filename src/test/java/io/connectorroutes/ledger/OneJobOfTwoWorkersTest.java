package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.StatementProbe;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What two workers do to the row of one job at the same time. One of them is held before a
 * statement until the other has gone on, or waits for a lock: each order comes about for certain.
 * On SQLite one writes after the other.
 */
@ParameterizedClass(name = "on {0}")
@EnumSource(value = LedgerDatabase.class, names = "POSTGRESQL")
class OneJobOfTwoWorkersTest extends LedgerSuite {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** What is done once, right before the first statement that has that text in it. */
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();

  /** What is done before each of them. */
  private final Map<String, Runnable> beforeEach = new ConcurrentHashMap<>();

  private final List<String> held = new ArrayList<>();
  private StatementProbe probe;
  private Ledger other;
  private Deadlocks deadlocks;

  @BeforeEach
  void probe() throws SQLException {
    ledger.close();
    deadlocks = new Deadlocks(settings);
    probe = StatementProbe.open((connection, statement, values) -> look(statement));
    ledger = open();
    other = open();
    probe.observe(true);
  }

  @AfterEach
  void endProbe() throws SQLException {
    other.close();
    probe.close();
  }

  private void look(String statement) {
    for (String text : List.copyOf(before.keySet())) {
      if (statement.contains(text)) {
        Runnable work = before.remove(text);
        if (work != null) {
          held.add(text);
          work.run();
        }
      }
    }
    beforeEach.forEach(
        (text, work) -> {
          if (statement.contains(text)) {
            work.run();
          }
        });
  }

  private Job record(String name, ReceivedRow... rows) {
    Job job = ledger.recorder().openFile(file(name), false);
    ledger.recorder().record(job, Arrays.asList(rows));
    return job;
  }

  private static ReceivedRow rowOf(String account, int row, String id) {
    return row(row, update(id, "target-" + id), null, account);
  }

  private Job job(String name) {
    return ledger.reports().job(name).orElseThrow();
  }

  private static FailureLimit number(long number) {
    return new FailureLimit(String.valueOf(number), number, false);
  }

  private Claimed<List<String>> claim(Ledger worker) {
    return worker.deliveries().claim("run:1", 20, Plans.all()).orElseThrow();
  }

  private Claimed<List<String>> claimOne(Ledger worker) {
    return worker.deliveries().claim("run:1", 20, Plans.first("PATCH")).orElseThrow();
  }

  private static void settle(Ledger worker, Claimed<?> claimed, Outcome outcome) {
    assertThat(worker.deliveries().settle(claimed, Plans.result(claimed, outcome))).isTrue();
  }

  private boolean isAnyBlocked() throws SQLException {
    return number(
            "SELECT COUNT(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        > 0;
  }

  private long number(String query) throws SQLException {
    try (Connection connection = connection();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void hold(Callable<Boolean> until) {
    await().atMost(LONG).until(until);
  }

  /** How a worker settles what it has claimed. */
  @FunctionalInterface
  private interface Settling {
    boolean settle(Deliveries deliveries, Claimed<?> claimed, List<Decision> decisions);
  }

  /** None of them has a dead letter. */
  @Test
  void noneWaitsForTheOtherWhereBothCountFailuresOfTheSameJobs() throws Exception {
    assertNoDeadlock(Deliveries::takeOut);
  }

  /** One has a dead letter, which has a number. */
  @Test
  void noneWaitsForTheOtherWhereOneNumbersADeadLetterAndTheOtherCounts() throws Exception {
    assertNoDeadlock(
        (deliveries, claimed, decisions) ->
            deliveries.settle(claimed, Plans.result(claimed, decisions)));
  }

  /** Each settles a row of both jobs: one by an answer, and then one that cannot be sent. */
  private void assertNoDeadlock(Settling settling) throws Exception {
    for (String name : List.of("j1", "j2")) {
      Job job = record(name, rowOf("a/1", 1, name + "-a"), rowOf("b/1", 2, name + "-b"));
      ledger.jobControl().limitFailures(job, number(100));
      ledger.recorder().finish(job);
    }
    Claimed<List<String>> one = claim(ledger);
    Claimed<List<String>> two = claim(other);
    Map<Thread, AtomicInteger> counted = new ConcurrentHashMap<>();
    AtomicInteger ended = new AtomicInteger();
    beforeEach.put(
        "UPDATE job SET failures = failures +",
        () -> {
          int times =
              counted
                  .computeIfAbsent(Thread.currentThread(), thread -> new AtomicInteger())
                  .incrementAndGet();
          hold(
              () ->
                  counted.values().stream().filter(n -> n.get() >= times).count() == 2
                      || ended.get() > 0
                      || isAnyBlocked());
        });

    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(() -> settled(settling, ledger, one, "j1", ended));
    assertThat(settled(settling, other, two, "j2", ended)).isTrue();
    assertThat(first.get(2, TimeUnit.MINUTES)).isTrue();

    assertThat(counted).hasSize(2);
    assertThat(number("SELECT SUM(failures) FROM job")).isEqualTo(4);
    ledger.close();
    other.close();
    assertThat(deadlocks.count()).isZero();
  }

  private static boolean settled(
      Settling settling, Ledger worker, Claimed<?> claimed, String answered, AtomicInteger ended) {
    try {
      return settling.settle(worker.deliveries(), claimed, decisions(claimed, answered));
    } finally {
      ended.incrementAndGet();
    }
  }

  private static List<Decision> decisions(Claimed<?> claimed, String answered) {
    List<Decision> decisions =
        claimed.changes().stream()
            .map(
                one ->
                    one.change().changeId().startsWith(answered)
                        ? Plans.settled(one.seq(), Outcome.REJECTED)
                        : (Decision) new Decision.Unfit(one.seq(), "secret", "not allowed"))
            .toList();
    assertThat(decisions).hasSize(2);
    return decisions;
  }

  @Test
  void aLimitCountsTheRowsOfACallThatIsBeingSettled() throws Exception {
    Job job = record("a.jsonl", rowOf("a/1", 1, "c-1"), rowOf("a/1", 2, "c-2"), later("b/1"));
    ledger.recorder().finish(job);
    Claimed<List<String>> claimed = claim(ledger);
    assertThat(claimed.changes()).hasSize(2);
    List<CompletableFuture<Void>> limits = new ArrayList<>();
    before.put(
        "lease_token = NULL",
        () -> {
          CompletableFuture<Void> limit =
              CompletableFuture.runAsync(() -> other.jobControl().limitFailures(job, number(1)));
          limits.add(limit);
          hold(() -> limit.isDone() || isAnyBlocked());
        });

    settle(ledger, claimed, Outcome.FAILED);

    assertThat(held).hasSize(1);
    limits.get(0).get(2, TimeUnit.MINUTES);
    assertThat(job("a.jsonl"))
        .returns(Job.State.PAUSED, Job::state)
        .returns("2 rows were rejected, failed or unknown; --max-failures is 1", Job::reason);
  }

  private ReceivedRow later(String account) {
    return row(3, update("c-3", "z", null, clock.instant().plusSeconds(3600)), null, account);
  }

  @Test
  void eachRowIsCountedOnceWhateverIsSettledWhileALimitIsSet() {
    Job job = record("a.jsonl", rows("a/1", 6));
    ledger.recorder().finish(job);
    settle(ledger, claimOne(ledger), Outcome.FAILED);
    before.put(
        "outcome IN ('rejected', 'failed', 'unknown')",
        () -> settle(other, claimOne(other), Outcome.FAILED));
    before.put(
        "SET failure_limit = ?, most_failures = ?",
        () -> settle(other, claimOne(other), Outcome.FAILED));

    ledger.jobControl().limitFailures(job, number(3));

    assertThat(held).hasSize(2);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.OPEN);
    settle(ledger, claimOne(ledger), Outcome.FAILED);
    assertThat(job("a.jsonl").reason())
        .isEqualTo("4 rows were rejected, failed or unknown; --max-failures is 3");
  }

  private static ReceivedRow[] rows(String account, int count) {
    ReceivedRow[] rows = new ReceivedRow[count];
    Arrays.setAll(rows, i -> rowOf(account, i + 1, "c-" + (i + 1)));
    return rows;
  }

  /** Two that import the same file again. */
  @Test
  void theLastOfTwoLimitsHolds() {
    Job job = record("a.jsonl", rows("a/1", 6));
    ledger.recorder().finish(job);
    settle(ledger, claimOne(ledger), Outcome.FAILED);
    settle(ledger, claimOne(ledger), Outcome.FAILED);
    before.put(
        "outcome IN ('rejected', 'failed', 'unknown')",
        () -> other.jobControl().limitFailures(job, number(2)));
    before.put("SET failure_limit = ?, most_failures = ?", () -> {});

    ledger.jobControl().limitFailures(job, number(0));

    assertThat(held).hasSize(2);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.OPEN);
    settle(ledger, claimOne(ledger), Outcome.FAILED);
    assertThat(job("a.jsonl").reason())
        .isEqualTo("3 rows were rejected, failed or unknown; --max-failures is 2");
  }

  /** The row that fails is of an account that is not locked then. */
  @Test
  void aPauseByALimitIsFollowedByAllRowsThoughTheyWereBeingResumed() {
    Job job = record("a.jsonl", rowOf("a/1", 1, "c-1"), rowOf("b/1", 2, "c-2"));
    ledger.recorder().finish(job);
    Claimed<List<String>> claimed = claimOne(other);
    String waits = claimed.request().get(0).equals("c-1") ? "c-2" : "c-1";
    ledger.jobControl().pause(job, "a person");
    assertThat(state(waits)).isEqualTo("paused");
    before.put(
        "FROM change WHERE (job_id, seq) > (?, ?)",
        () -> other.jobControl().limitFailures(job, number(0)));
    before.put(
        "UPDATE job SET stepped_to = ?, cancelling = ?",
        () -> settle(other, claimed, Outcome.FAILED));

    ledger.jobControl().resume(job);

    assertThat(held).hasSize(2);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.PAUSED);
    while (ledger.jobControl().step()) {
      assertThat(job("a.jsonl").state()).isEqualTo(Job.State.PAUSED);
    }
    assertThat(state(waits)).isEqualTo("paused");
  }
}
