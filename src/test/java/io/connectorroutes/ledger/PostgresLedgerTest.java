package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.PostgresStore;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger does on PostgreSQL alone. */
@ParameterizedClass(name = "on {0}")
@EnumSource(value = LedgerDatabase.class, names = "POSTGRESQL")
class PostgresLedgerTest extends LedgerSuite {
  private static final String CANARY = "canary-9f2c41d7";

  private static final String WAITING_FOR_A_TURN =
      """
      SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private static final String WAITING_FOR_A_LOCK =
      """
      SELECT COUNT(*) FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()
      """;

  private static final String IN_A_TRANSACTION =
      """
      SELECT COUNT(*) FROM pg_stat_activity
      WHERE state LIKE 'idle in transaction%' AND datname = current_database()
      """;

  @Test
  void theKeyMustBeGiven() {
    LedgerSettings without =
        new LedgerSettings(settings.url(), settings.user(), settings.password(), null, null, LEASE);
    assertThatThrownBy(() -> Ledgers.open(without, clock))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("ledger.key is missing");
  }

  @Test
  void aDatabaseThatIsAwayIsSaidToBeSo() {
    LedgerSettings away =
        new LedgerSettings(
            "jdbc:postgresql://127.0.0.1:1/none?password=" + CANARY,
            "u",
            CANARY,
            settings.key(),
            null,
            LEASE);
    assertThat(away.toString()).doesNotContain(CANARY);
    assertThatThrownBy(() -> Ledgers.open(away, clock))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void aFullDiskIsSaidToBeSoAndWorkGoesOnWhenThereIsRoom() throws SQLException {
    alter(
        """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON change EXECUTE FUNCTION full_disk()
        """);
    try {
      assertThatThrownBy(() -> send(Samples.update("c1", "x")))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessage("the disk of the ledger is full, make room in the database's server");
    } finally {
      alter("DROP TRIGGER full_disk ON change; DROP FUNCTION full_disk()");
    }
    send(Samples.update("c1", "x"));
    assertThat(deliverAll()).containsExactly("c1");
  }

  /** Ids are given while transactions run, and rows are seen when those end. */
  @Test
  void anOutcomeThatIsCommittedBehindALaterOneIsNotPassedOver() throws SQLException {
    send(Samples.update("a", "a"), Samples.update("b", "b"));
    deliver(Outcome.APPLIED);
    Subscription<OutcomeRecord> subscription =
        ledger
            .subscriptions()
            .outcomes(new Subscriber("billing", "run:1", Subscriber.From.EARLIEST));
    assertThat(subscription.lease(LEASE)).isTrue();
    subscription.acknowledge(subscription.next(1).get(0).position());
    try (Connection slow = connection();
        Statement sql = slow.createStatement()) {
      slow.setAutoCommit(false);
      sql.execute(
          """
          INSERT INTO outcome (outcome_id, seq, replay, settled_at, outcome, attempts,
            graph_requests)
          SELECT 'slow', seq, 7, settled_at, 'applied', 1, 1 FROM change WHERE change_id = 'a'
          """);
      deliver(Outcome.APPLIED);
      assertThat(outcomes()).extracting(OutcomeRecord::changeId).containsExactly("a", "b");
      assertThat(subscription.next(5)).isEmpty();
      slow.commit();
    }
    assertThat(subscription.next(5))
        .extracting(entry -> entry.what().changeId(), entry -> entry.what().replay())
        .containsExactly(tuple("a", 7), tuple("b", null));
  }

  /** What comes in meanwhile is sent together. */
  @Test
  void claimsOfTwoWorkersComeOneAfterTheOther() throws Exception {
    ledger.recorder().recordMessage(QUEUE, Samples.row(0, Samples.update("a1", "x"), "a", "a/1"));
    ledger.recorder().recordMessage(QUEUE, Samples.row(0, Samples.update("b1", "x"), "b", "b/1"));
    CountDownLatch planning = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Planner<List<String>> slow =
        (due, view) -> {
          planning.countDown();
          await(goOn);
          return Plans.sending("PATCH", due);
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Ledger second = open()) {
      var first = threads.submit(() -> ledger.deliveries().claimDue("run:1", 20, slow));
      await(planning);
      var other = threads.submit(() -> second.deliveries().claimDue("run:2", 20, Plans.all()));
      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> number(WAITING_FOR_A_TURN) == 1);
      ledger.recorder().recordMessage(QUEUE, Samples.row(0, Samples.update("b2", "y"), "b", "b/1"));
      assertThat(other).isNotDone();

      goOn.countDown();
      assertThat(first.get().orElseThrow().changes()).hasSize(1);
      assertThat(other.get().orElseThrow().changes()).hasSize(2);
    } finally {
      goOn.countDown();
      threads.shutdown();
    }
  }

  @Test
  void aReadAndTheFirstChangeOfATenantMakeItsAccountOnce() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection recording = connection();
        Statement sql = recording.createStatement()) {
      recording.setAutoCommit(false);
      sql.execute("UPDATE numbering SET last = last + 1 WHERE id = 1");
      sql.execute("INSERT INTO account (account_key) VALUES ('contoso/app')");
      var read =
          threads.submit(
              () ->
                  ledger
                      .readBudget()
                      .take(null, new GraphRequest("GET", "/x", null, "contoso/app", "read")));
      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> number(WAITING_FOR_A_LOCK) == 1);
      recording.commit();
      assertThat(read.get()).as("it may leave").isEmpty();
    } finally {
      threads.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Where a worker stands still in a transaction, others have what it has locked. */
  @Test
  void aTransactionThatStandsStillEnds() throws Exception {
    try (Database own =
        new PostgresStore(settings.url(), settings.user(), settings.password()).open()) {
      String after =
          own.read(
              sql ->
                  sql.list(
                          "SELECT current_setting('idle_in_transaction_session_timeout') AS after",
                          row -> row.text("after"))
                      .get(0));
      assertThat(after).isEqualTo("1min");
      assertThatThrownBy(() -> own.write(this::standStill))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
  }

  private boolean standStill(Sql sql) throws SQLException {
    sql.exists("SELECT set_config('idle_in_transaction_session_timeout', '1', true)");
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> number(IN_A_TRANSACTION) == 0);
    return sql.exists("SELECT 1");
  }

  /** To the ledger, a database whose clock is wrong is the same as a machine whose clock is. */
  @Test
  void theTimeIsTheDatabasesAndNotThisMachines() throws SQLException {
    alter("CREATE SCHEMA ahead");
    alter(
        "CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
            + " 'SELECT pg_catalog.clock_timestamp() + interval ''3 minutes'''");
    String ahead = settings.url() + "?options=-c%20search_path=public,ahead,pg_catalog";
    LedgerSettings aheadOfUs =
        new LedgerSettings(
            ahead, settings.user(), settings.password(), settings.key(), null, LEASE);
    try (Ledger own = Ledgers.open(aheadOfUs, null)) {
      Instant here = Instant.now().plus(Duration.ofMinutes(3));
      assertThat(own.clock().instant()).isCloseTo(here, within(2, ChronoUnit.SECONDS));
    }
  }

  @Test
  void twoWorkersDeliverEachChangeOnceAndInOrder() throws Exception {
    int changes = 30;
    List<String> accounts = List.of("a/1", "b/1", "c/1", "d/1");
    Map<String, List<String>> delivered = new ConcurrentHashMap<>();
    Set<String> inFlight = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (Ledger second = open()) {
      List<Future<?>> work = new ArrayList<>();
      for (String account : accounts.subList(0, 2)) {
        work.add(threads.submit(() -> recordAll(ledger, account, changes)));
      }
      for (String account : accounts.subList(2, 4)) {
        work.add(threads.submit(() -> recordAll(second, account, changes)));
      }
      for (Ledger worker : List.of(ledger, second)) {
        work.add(
            threads.submit(
                () ->
                    Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(1))
                        .until(
                            () -> {
                              deliverOne(worker, inFlight, delivered);
                              return count(delivered) >= accounts.size() * changes;
                            })));
      }
      for (Future<?> future : work) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (String account : accounts) {
      assertThat(delivered.get(account))
          .isEqualTo(
              IntStream.range(0, changes).mapToObj(i -> account.charAt(0) + "" + i).toList());
    }
    assertThat(outcomes()).hasSize(accounts.size() * changes);
    assertThat(ledger.reports().openChanges()).isZero();
  }

  private static void recordAll(Ledger worker, String account, int changes) {
    for (int i = 0; i < changes; i++) {
      ConnectorChange change = Samples.update(account.charAt(0) + "" + i, "x");
      worker.recorder().recordMessage(QUEUE, Samples.row(0, change, null, account));
    }
  }

  private static int count(Map<String, List<String>> delivered) {
    return delivered.values().stream().mapToInt(List::size).sum();
  }

  private static void deliverOne(
      Ledger worker, Set<String> inFlight, Map<String, List<String>> delivered) {
    worker
        .deliveries()
        .claim("run:x", 20, Plans.first("PATCH"))
        .ifPresent(
            claimed -> {
              assertThat(inFlight.add(claimed.account())).describedAs("one in flight").isTrue();
              delivered
                  .computeIfAbsent(claimed.account(), key -> new CopyOnWriteArrayList<>())
                  .addAll(claimed.request());
              inFlight.remove(claimed.account());
              assertThat(
                      worker.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED)))
                  .isTrue();
            });
  }
}
