package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.StatementProbe;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A ledger for each test of a topic, on the database that the test is run on. */
abstract class LedgerSuite {
  static final String QUEUE = "queue:connector-changes";

  static final Duration LEASE = LedgerDatabase.LEASE;

  @Parameter LedgerDatabase database;

  @TempDir Path folder;

  final SettableClock clock = new SettableClock();

  LedgerSettings settings;
  Ledger ledger;

  /** Opens the ledger of this test; the second time the same one. */
  Ledger open(RequestBudget budget, ConfiguredAccounts accounts) {
    return Ledgers.open(settings.withBudget(budget).withAccounts(accounts), clock);
  }

  Ledger open(RequestBudget budget) {
    return open(budget, ConfiguredAccounts.ALL);
  }

  /** Does to one row what nothing should ever do. */
  void corrupt(String statement) throws SQLException {
    assertThat(alter(statement)).isEqualTo(1);
  }

  /** Runs a statement behind the ledger's back; returns how many rows it touched. */
  int alter(String statement) throws SQLException {
    try (Connection connection = connection();
        Statement sql = connection.createStatement()) {
      return sql.executeUpdate(statement);
    }
  }

  /** A connection behind the ledger's back. */
  Connection connection() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  Ledger open() {
    return open(RequestBudget.NONE);
  }

  @BeforeEach
  void openLedger() throws SQLException {
    settings = adapted(database.settings(folder));
    ledger = open();
    database.clear();
  }

  @AfterEach
  void closeLedger() {
    ledger.close();
  }

  /** The settings of the ledgers of a topic. */
  LedgerSettings adapted(LedgerSettings plain) {
    return plain;
  }

  void send(ConnectorChange... changes) {
    for (ConnectorChange change : changes) {
      ledger.recorder().recordMessage(QUEUE, message(change));
    }
  }

  Job importFile(String name, ReceivedRow... rows) {
    Job job = ledger.recorder().openFile(file(name), false);
    ledger.recorder().record(job, List.of(rows));
    return ledger.recorder().finish(job);
  }

  Optional<Claimed<List<String>>> claimFirst() {
    return claimFirst("PATCH");
  }

  Optional<Claimed<List<String>>> claimFirst(String method) {
    return ledger.deliveries().claim("run:1", 20, Plans.first(method));
  }

  Optional<Claimed<List<String>>> claimAll() {
    return ledger.deliveries().claim("run:1", 20, Plans.all());
  }

  /** Delivers one change; returns its id. */
  String deliver(Outcome outcome) {
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, outcome))).isTrue();
    return claimed.request().get(0);
  }

  List<String> deliverAll() {
    List<String> delivered = new ArrayList<>();
    for (var claimed = claimFirst(); claimed.isPresent(); claimed = claimFirst()) {
      delivered.add(claimed.get().request().get(0));
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
    return delivered;
  }

  List<OutcomeRecord> outcomes() {
    return ledger.outbox().outcomes(10_000);
  }

  String state(String changeId) {
    return ledger.reports().history(changeId).get(0).state();
  }

  /** How the database does the statements with that text in them that some work takes. */
  List<String> plansOf(String text, Runnable work) throws SQLException {
    List<String> plans = new ArrayList<>();
    observed(
        (connection, statement, values) -> {
          if (statement.contains(text)) {
            plans.add(plan(connection, statement, values));
          }
        },
        work);
    return plans;
  }

  /** Does something right before the first statement with that text in it that some work takes. */
  void before(String text, Runnable first, Runnable work) throws SQLException {
    AtomicBoolean isDone = new AtomicBoolean();
    observed(
        (connection, statement, values) -> {
          if (statement.contains(text) && isDone.compareAndSet(false, true)) {
            first.run();
          }
        },
        work);
    assertThat(isDone).as(text).isTrue();
  }

  private void observed(StatementProbe.Observer observer, Runnable work) throws SQLException {
    ledger.close();
    try (StatementProbe probe = StatementProbe.open(observer)) {
      ledger = open();
      probe.observe(true);
      work.run();
      probe.observe(false);
      ledger.close();
    }
    ledger = open();
  }

  private String plan(Connection connection, String statement, List<Object> values)
      throws SQLException {
    String query = database == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
    query += statement;
    for (Object value : values) {
      query = query.replaceFirst("[?]", String.valueOf(value));
    }
    List<String> steps = new ArrayList<>();
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        steps.add(rows.getString(rows.getMetaData().getColumnCount()));
      }
    }
    return String.join("\n", steps);
  }
}
