package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import io.connectorroutes.testing.ThrownFaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * An exception about one change, of whatever class and at whatever step, harms that change and
 * nothing else.
 */
@ExtendWith(KafkaBroker.class)
class InternalErrorTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final int HEALTHY = 10;

  /** A step on the way of a change, and how a change ends of which it fails. */
  private enum Step {
    TO_READ("change.ChangeReader.read", Outcome.REJECTED),
    TO_CHECK("intake.Preconditions.check", Outcome.REJECTED),
    TO_COMPARE("ledger.encryption.Payloads.contentMac", Outcome.REJECTED),
    TO_ENCRYPT("ledger.encryption.Payloads.encryptChange", Outcome.REJECTED),
    TO_ADDRESS("ledger.order.OrderFacts.of", Outcome.REJECTED),
    /** A file's rows are recorded by then; a message is not. */
    TO_ENQUEUE("ledger.order.Footprint.of", Outcome.FAILED),
    TO_DECRYPT("change.ChangeJson.read", Outcome.FAILED),
    TO_PLAN("delivery.DeliveryPlanner.step", Outcome.FAILED),
    TO_BUILD("graph.GraphRequests.of", Outcome.FAILED),
    TO_GATHER("delivery.BatchBuilder.offer", Outcome.FAILED),
    TO_SEND("camel.http.GraphMessages.write", Outcome.FAILED),
    /** Of the creation alone: it is looked for, and found. */
    TO_SORT_THE_ANSWER("graph.GraphError.requestId", Outcome.APPLIED, "201 "),
    /** It is looked for, and found. */
    TO_DECIDE("delivery.ResponsePolicy.decided", Outcome.APPLIED, "SEND"),
    TO_FOLLOW("ledger.directory.OwnChange.of", Outcome.UNKNOWN),
    TO_SETTLE("ledger.table.Outcomes.insert", Outcome.UNKNOWN, "APPLIED"),
    TO_LOG("outcome.OutcomeJson.node", Outcome.APPLIED),
    TO_WRITE_THE_RESULT("outcome.JsonRowWriter.input", Outcome.APPLIED);

    private final String method;
    private final Outcome outcome;
    private final String also;

    Step(String method, Outcome outcome) {
      this(method, outcome, "");
    }

    Step(String method, Outcome outcome, String also) {
      this.method = method;
      this.outcome = outcome;
      this.also = also;
    }

    Outcome outcome(boolean fromFile) {
      return this == TO_ENQUEUE && !fromFile ? Outcome.REJECTED : outcome;
    }
  }

  private enum Failure {
    RUNTIME,
    OVERFLOW,
    CAST;

    Throwable thrown() {
      return switch (this) {
        case RUNTIME -> new RuntimeException(Requests.CANARY);
        case OVERFLOW -> new StackOverflowError();
        case CAST -> new ClassCastException("class A cannot be cast to class B");
      };
    }
  }

  @TempDir Path home;
  private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event);
        }
      };

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @BeforeEach
  void listen() {
    appender.start();
    root().addAppender(appender);
  }

  @AfterEach
  void listenNoMore() {
    root().detachAppender(appender);
  }

  private TestSystem system() {
    return TestSystem.in(home).with("graph.max-attempts", "2").with("graph.lost-answer-wait", "0");
  }

  private static ThrownFaults faults() {
    List<String> methods = new ArrayList<>();
    for (Step step : Step.values()) {
      methods.add(step.method);
    }
    methods.add("ledger.encryption.Payloads.encryptOriginal");
    methods.add("camel.file.FileRows.read");
    return ThrownFaults.in(methods);
  }

  /** A change for each step and class of exception, each of which is planned, by its id. */
  private static Map<String, Step> poisoned(ThrownFaults faults, boolean fromFile) {
    Map<String, Step> changes = new LinkedHashMap<>();
    for (Step step : Step.values()) {
      if (step == Step.TO_WRITE_THE_RESULT && !fromFile) {
        continue;
      }
      for (Failure failure : Failure.values()) {
        String id = ("x-" + step + "-" + failure + "-x").replace('_', '-');
        faults.plan(step.method, failure::thrown, id, step.also);
        changes.put(id, step);
      }
    }
    return changes;
  }

  private static List<ObjectNode> creates(Iterable<String> ids) {
    List<ObjectNode> changes = new ArrayList<>();
    ids.forEach(id -> changes.add(Requests.create(id, "Name of " + id)));
    return changes;
  }

  private static List<String> healthy(String prefix) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < HEALTHY; i++) {
      ids.add(prefix + i);
    }
    return ids;
  }

  /** Healthy changes before, among and behind the others. */
  private static String[] mixed(Map<String, Step> poisoned) {
    List<String> ids = new ArrayList<>(poisoned.keySet());
    int gap = 0;
    for (String id : healthy("good-")) {
      ids.add(gap, id);
      gap += ids.size() / HEALTHY;
    }
    return creates(ids).stream().map(ObjectNode::toString).toArray(String[]::new);
  }

  @Test
  void rowsOfAFile() throws Exception {
    try (ThrownFaults faults = faults();
        TestSystem system = system().start()) {
      Map<String, Step> poisoned = poisoned(faults, true);
      String[] rows = mixed(poisoned);
      system.drop("a.jsonl", String.join("\n", rows));
      assertOutcomes(system, faults, poisoned, true);
      Path results = system.resultsOf("a.jsonl");
      List<ObjectNode> told = new ArrayList<>();
      for (String file : List.of("succeeded", "failed", "unknown")) {
        told.addAll(Json.lines(results.resolve(file + ".jsonl")));
      }
      assertThat(told).hasSize(rows.length);
      assertThat(told)
          .filteredOn(row -> id(row).contains("TO-WRITE-THE-RESULT"))
          .hasSize(Failure.values().length)
          .allSatisfy(row -> assertThat(row.size()).isOne());
      assertGoesOnAfterARestart(system);
      List<String> ended = published();
      system.drop("b.jsonl", String.join("\n", rows));
      Path again = system.resultsOf("b.jsonl");
      assertEndedOnce(system, poisoned, ended, true);
      assertThat(Json.file(again.resolve("manifest.json")).path("duplicates").asInt())
          .isEqualTo(rows.length - rejected(poisoned, true).size());
    }
  }

  private static String id(JsonNode row) {
    return row.path("result").path("changeId").asText();
  }

  @ParameterizedTest
  @EnumSource(TestQueue.Protocol.class)
  void messagesOfAQueue(TestQueue.Protocol protocol) throws Exception {
    try (TestQueue queue = TestQueue.start(home.resolve("broker"), protocol);
        ThrownFaults faults = faults();
        TestSystem system = system().with("queue.url", queue.url().toString()).start()) {
      Map<String, Step> poisoned = poisoned(faults, false);
      queue.send(mixed(poisoned));
      assertOutcomes(system, faults, poisoned, false);
      queue.awaitEmpty();
      assertThat(queue.depth(TestQueue.REFUSED)).isZero();
      assertDeadLetters(system, poisoned);
      assertGoesOnAfterARestart(system);
      List<String> ended = published();
      queue.send(mixed(poisoned));
      queue.awaitEmpty();
      assertThat(queue.depth(TestQueue.REFUSED)).isZero();
      assertEndedOnce(system, poisoned, ended, false);

      plannedForGood(faults);
      queue.send(unrecordable());
      queue.send(Requests.create("last", "Last").toString());
      assertThat(system.outcomeOf("last").outcome()).isEqualTo(Outcome.APPLIED);
      Awaitility.await()
          .during(MOMENT)
          .atMost(TIMEOUT)
          .until(() -> queue.depth(TestQueue.NAME) == 1);
      assertWaits(system, faults);
      queue.awaitEmpty();
      assertThat(queue.depth(TestQueue.REFUSED)).isZero();
    }
  }

  @Test
  void recordsOfATopic(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("internal-errors", 1);
    try (ThrownFaults faults = faults();
        TestSystem system = topic.feed(system()).start()) {
      Map<String, Step> poisoned = poisoned(faults, false);
      String[] records = mixed(poisoned);
      topic.send(records);
      assertOutcomes(system, faults, poisoned, false);
      topic.awaitCommitted(records.length);
      assertDeadLetters(system, poisoned);
      assertGoesOnAfterARestart(system);
      List<String> ended = published();
      topic.send(records);
      topic.awaitCommitted(2L * records.length);
      assertEndedOnce(system, poisoned, ended, false);

      plannedForGood(faults);
      topic.send(unrecordable());
      Awaitility.await().atMost(TIMEOUT).until(() -> faults.fired("never-recorded") > 2);
      Awaitility.await()
          .during(MOMENT)
          .atMost(TIMEOUT)
          .until(() -> topic.committed() == 2L * records.length);
      assertWaits(system, faults);
      topic.awaitCommitted(2L * records.length + 1);
    }
  }

  /** Neither as a change nor as a message that could not be read. */
  private static void plannedForGood(ThrownFaults faults) {
    faults.plan("ledger.encryption.Payloads.contentMac", ClassCastException::new, "never-recorded");
    faults.plan(
        "ledger.encryption.Payloads.encryptOriginal", StackOverflowError::new, "never-recorded");
  }

  private static String unrecordable() {
    return Requests.create("never-recorded", "Never recorded").toString();
  }

  /** It is tried again after a second and more, in place, and recorded when that can be. */
  private void assertWaits(TestSystem system, ThrownFaults faults) {
    assertThat(faults.fired("never-recorded")).isBetween(2, 12);
    assertThat(stacksOf("never-recorded")).hasSize(1);
    faults.mend("never-recorded");
    assertThat(system.outcomeOf("never-recorded").outcome()).isEqualTo(Outcome.APPLIED);
  }

  private void assertOutcomes(
      TestSystem system, ThrownFaults faults, Map<String, Step> poisoned, boolean fromFile) {
    for (String id : healthy("good-")) {
      OutcomeRecord outcome = system.outcomeOf(id);
      assertThat(outcome.outcome()).as(outcome.toString()).isEqualTo(Outcome.APPLIED);
    }
    if (fromFile) {
      // Written when all have their outcomes: the last steps fail then.
      system.resultsOf("a.jsonl");
    }
    poisoned.forEach(
        (id, step) -> {
          Outcome expected = step.outcome(fromFile);
          OutcomeRecord outcome = system.outcomeOf(id);
          assertThat(outcome.outcome()).as(outcome.toString()).isEqualTo(expected);
          assertThat(faults.fired(id)).as("fired for " + id).isPositive();
          if (expected != Outcome.APPLIED) {
            assertThat(outcome.errorCode()).as(id).isEqualTo("internalError");
            assertThat(outcome.message()).doesNotContain(Requests.CANARY);
          }
          long sent =
              system.creations().stream().filter(e -> e.body().toString().contains(id)).count();
          boolean maySend = expected == Outcome.APPLIED || expected == Outcome.UNKNOWN;
          assertThat(sent).as("requests of " + id).isEqualTo(maySend ? 1 : 0);
        });
    Path lines = system.awaited("logs/outcomes.jsonl");
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> Json.lines(lines).size() == poisoned.size() + HEALTHY);
    poisoned.forEach((id, step) -> assertThat(stacksOf(id)).as("stacks for " + id).hasSize(1));
    assertThat(logged)
        .filteredOn(event -> event.getThrowableProxy() != null)
        .allSatisfy(event -> assertThat(event.getFormattedMessage()).contains("x-TO-"));
    assertThat(logged).allSatisfy(e -> assertThat(said(e)).doesNotContain(Requests.CANARY));
  }

  private static String said(ILoggingEvent event) {
    return event.getFormattedMessage()
        + (event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage());
  }

  private List<String> stacksOf(String id) {
    return logged.stream()
        .filter(event -> event.getThrowableProxy() != null)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(id))
        .toList();
  }

  private void assertDeadLetters(TestSystem system, Map<String, Step> poisoned) {
    poisoned.forEach(
        (id, step) -> {
          if (step.outcome(false) != Outcome.APPLIED) {
            assertThat(
                    Json.file(system.awaited("dead-letters/" + id + ".json"))
                        .path("reason")
                        .asText())
                .contains("internal error");
          }
        });
  }

  /** No outcome is told again, and what comes then is done. */
  private void assertGoesOnAfterARestart(TestSystem system) throws Exception {
    int lines = Json.lines(home.resolve("logs/outcomes.jsonl")).size();
    int stacks = stacksOf("x-TO-").size();
    int writes = system.writes().size();
    system.stop();
    system.start();
    system.drop("after.json", Requests.create("after", "After").toString());
    assertThat(system.outcomeOf("after").outcome()).isEqualTo(Outcome.APPLIED);
    system.resultsOf("after.json");
    assertThat(system.writes()).hasSize(writes + 1);
    assertThat(stacksOf("x-TO-")).hasSize(stacks);
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> Json.lines(home.resolve("logs/outcomes.jsonl")).size() == lines + 1);
  }

  private List<String> published() {
    return Json.lines(home.resolve("logs/outcomes.jsonl")).stream()
        .map(line -> line.path("changeId").asText())
        .toList();
  }

  /** What came again, after a restart, is known or rejected again, and the next change is done. */
  private void assertEndedOnce(
      TestSystem system, Map<String, Step> poisoned, List<String> published, boolean fromFile)
      throws Exception {
    system.drop("again.json", Requests.create("again", "Again").toString());
    assertThat(system.outcomeOf("again").outcome()).isEqualTo(Outcome.APPLIED);
    List<String> news = rejected(poisoned, fromFile);
    news.add("again");
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> published().size() == published.size() + news.size());
    assertThat(published().subList(published.size(), published().size()))
        .containsExactlyInAnyOrderElementsOf(news);
    poisoned.forEach(
        (id, step) -> {
          Outcome expected = step.outcome(fromFile);
          assertThat(system.outcomeOf(id).outcome()).as(id).isEqualTo(expected);
          boolean maySend = expected == Outcome.APPLIED || expected == Outcome.UNKNOWN;
          assertThat(
                  system.creations().stream()
                      .filter(creation -> creation.body().toString().contains(id)))
              .as("requests of " + id)
              .hasSize(maySend ? 1 : 0);
        });
  }

  /** Those that come as new ones: what is rejected does not use up its id. */
  private static List<String> rejected(Map<String, Step> poisoned, boolean fromFile) {
    List<String> ids = new ArrayList<>(poisoned.keySet());
    ids.removeIf(id -> poisoned.get(id).outcome(fromFile) != Outcome.REJECTED);
    return ids;
  }

  @Test
  void aDeadLetterThatCannotBeWrittenHasItsReasonAlone() throws Exception {
    try (ThrownFaults faults = ThrownFaults.in(List.of("outcome.DeadLetterJson.whole"));
        TestSystem system = system().start()) {
      faults.plan("outcome.DeadLetterJson.whole", StackOverflowError::new, "refused-1");
      system.drop(
          "a.jsonl",
          Requests.update("refused-1", "nobody-1", "https://a.example/")
              + "\n"
              + Requests.update("refused-2", "nobody-2", "https://a.example/"));
      assertThat(Json.file(system.awaited("dead-letters/refused-2.json")).has("change")).isTrue();
      JsonNode alone = Json.file(system.awaited("dead-letters/refused-1.json"));
      assertThat(alone.has("change")).isFalse();
      assertThat(alone.path("reason").asText()).isNotEmpty();
      assertThat(faults.fired("refused-1")).isOne();
      assertThat(stacksOf("refused-1")).hasSize(1);
    }
  }

  @Test
  void aFileWhoseReadingFailsIsTriedAgainAfterAWhileAndTheOthersGoOn() throws Exception {
    try (ThrownFaults faults = ThrownFaults.in(List.of("camel.file.InboxFiles.source"));
        TestSystem system = system().start()) {
      faults.plan("camel.file.InboxFiles.source", StackOverflowError::new, "bad.jsonl");
      system.drop("bad.jsonl", Requests.create("bad", "Bad").toString());
      system.drop("good.jsonl", Requests.create("good", "Good").toString());
      assertThat(system.outcomeOf("good").outcome()).isEqualTo(Outcome.APPLIED);
      Awaitility.await().atMost(TIMEOUT).until(() -> faults.fired("bad.jsonl") == 3);
      assertThat(logged).filteredOn(event -> event.getThrowableProxy() != null).hasSize(1);
      faults.mend("bad.jsonl");
      assertThat(system.outcomeOf("bad").outcome()).isEqualTo(Outcome.APPLIED);
    }
  }

  /** Such a change kept its tenant from everything, over restarts. */
  @Test
  void aLedgerWithAChangeThatCannotBeReadIsFreed() throws Exception {
    try (TestSystem system = system()) {
      try (TestSystem away = TestSystem.in(home).with("graph.endpoint", "http://127.0.0.1:1")) {
        away.start();
        away.drop("a.jsonl", String.join("\n", rows("one", "torn", "two")));
        away.awaited("accepted/a.jsonl");
      }
      tear("torn");
      system.start();

      assertThat(system.outcomeOf("one").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.outcomeOf("two").outcome()).isEqualTo(Outcome.APPLIED);
      OutcomeRecord torn = system.outcomeOf("torn");
      assertThat(torn.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(torn.errorCode()).isEqualTo("internalError");
      Path results = system.resultsOf("a.jsonl");
      assertThat(Json.lines(results.resolve("failed.jsonl")))
          .singleElement()
          .satisfies(row -> assertThat(row.size()).isOne());
      assertThat(Json.file(system.awaited("dead-letters/torn.json")).has("change")).isFalse();
      assertThat(Files.exists(home.resolve("inbox/a.jsonl"))).isFalse();
    }
  }

  private static List<String> rows(String... ids) {
    return creates(List.of(ids)).stream().map(ObjectNode::toString).toList();
  }

  private void tear(String changeId) throws SQLException {
    String url = "jdbc:sqlite:" + home.resolve("data/ledger.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE change SET payload = x'00', original = NULL WHERE change_id = '"
              + changeId
              + "'");
    }
  }
}
