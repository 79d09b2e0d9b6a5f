package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.failure.FailurePoint;
import io.connectorroutes.testing.TestQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The product is killed at each step of a change's way, one after the other in one home; each time
 * the next process has to bring everything to its end, once. The steps are numbered in
 * docs/reliability.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class CrashIT {
  /** With the failing one, more than a single request and less than a full batch. */
  private static final int BATCH = 6;

  private CrashSite site;
  private int prefixes;
  private String prefix;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new CrashSite(folder);
  }

  @AfterAll
  void close() throws Exception {
    site.close();
  }

  /** The process that brought the last test to its end is the one that is killed next. */
  @BeforeEach
  void start() throws Exception {
    prefixes++;
    prefix = "c" + prefixes;
    if (site.product() == null || !site.product().isAlive()) {
      site.start();
    }
  }

  @AfterEach
  void everythingIsToldOnce() throws Exception {
    site.startAgainAndSettle();
  }

  /** Step 1. */
  @Test
  void aMessageIsCommittedAndNotAcknowledged() throws Exception {
    site.points().arm(FailurePoint.MESSAGE_RECORDED);
    site.send(prefix);
    killAt(FailurePoint.MESSAGE_RECORDED);
    assertThat(site.queue().depth(TestQueue.NAME)).as("unacknowledged").isOne();
  }

  /** Step 1, with one that has to end in one dead letter, whichever process rejects it. */
  @Test
  void anInvalidMessageIsCommittedAndNotAcknowledged() throws Exception {
    site.points().arm(FailurePoint.MESSAGE_RECORDED);
    site.sendInvalid(prefix);
    killAt(FailurePoint.MESSAGE_RECORDED);
    assertThat(site.queue().depth(TestQueue.NAME)).as("unacknowledged").isOne();
  }

  /** Step 1. */
  @Test
  void aFileIsRecordedAndStillStandsInTheInbox() throws Exception {
    site.points().arm(FailurePoint.FILE_RECORDED);
    site.drop(prefix, BATCH);
    killAt(FailurePoint.FILE_RECORDED);
    assertThat(site.work().home().resolve("inbox/" + prefix + ".jsonl")).exists();
  }

  /** What a call is made of; from the claim on, a message and the only row of a file are alike. */
  enum Given {
    /** A plain request. */
    MESSAGE(1),
    /** A batch. */
    ROWS(BATCH);

    private final int changes;

    Given(int changes) {
      this.changes = changes;
    }

    boolean isBatch() {
      return changes > 1;
    }
  }

  private void give(Given given) throws Exception {
    if (given == Given.MESSAGE) {
      site.send(prefix);
    } else {
      site.drop(prefix, given.changes);
    }
  }

  /** Steps 2, 3 and 5. */
  @ParameterizedTest
  @CsvSource({
    "CALL_CLAIMED, MESSAGE", "CALL_CLAIMED, ROWS",
    "REQUEST_READY, MESSAGE", "REQUEST_READY, ROWS",
    "ANSWER_JUDGED, MESSAGE", "ANSWER_JUDGED, ROWS"
  })
  void aCallIsUnderWay(FailurePoint point, Given given) throws Exception {
    int before = calls().size();
    site.points().arm(point);
    give(given);
    site.points().awaitReached(point);
    assertThat(site.ledger().sending()).isEqualTo(given.changes);
    site.kill();
    site.points().disarm(point);

    List<JsonNode> calls = calls().subList(before, calls().size());
    if (point == FailurePoint.ANSWER_JUDGED) {
      assertOneCall(calls, given);
    } else {
      assertThat(calls).as("calls that left").isEmpty();
    }
  }

  private static void assertOneCall(List<JsonNode> calls, Given given) {
    assertThat(calls)
        .singleElement()
        .extracting(call -> call.path("path").asText().endsWith("/$batch"))
        .isEqualTo(given.isBatch());
  }

  /** Step 4. */
  @ParameterizedTest
  @EnumSource
  void theServerHasAppliedItAndTheAnswerIsNotThere(Given given) throws Exception {
    int fired = site.sandbox().faultsFired();
    int before = calls().size();
    site.sandbox()
        .plan(
            "{\"method\":\"POST\",\"path\":\"/*/identity/apiConnectors\",\"action\":\"applyThenHang\"}");
    give(given);
    Awaitility.await()
        .alias("the request whose answer hangs")
        .atMost(Duration.ofSeconds(30))
        .until(() -> site.sandbox().faultsFired() == fired + 1);
    assertThat(site.ledger().sending()).isEqualTo(given.changes);
    site.kill();
    assertOneCall(calls().subList(before, calls().size()), given);
  }

  /** Steps 6, 7 and 8, of a message that is rejected: there is no job. */
  @ParameterizedTest
  @CsvSource({"OUTCOME_UNWRITTEN, false", "DEAD_LETTER_SENT, true"})
  void whatBecameOfAMessageIsBeingTold(FailurePoint point, boolean told) throws Exception {
    site.points().arm(point);
    site.sendInvalid(prefix);
    killAt(point);
    boolean isTold =
        point == FailurePoint.OUTCOME_UNWRITTEN
            ? site.work().outcomes().stream()
                .anyMatch(outcome -> outcome.path("changeId").asText().equals(prefix))
            : Files.exists(site.work().home().resolve("dead-letters/" + prefix + ".json"));
    assertThat(isTold).isEqualTo(told);
  }

  /** Steps 6, 7, 8 and 10. */
  @ParameterizedTest
  @CsvSource({
    "OUTCOME_UNWRITTEN, false",
    "OUTCOME_UNSENT, true",
    "OUTCOME_WRITTEN, true",
    "DEAD_LETTER_UNSENT, false",
    "DEAD_LETTER_SENT, true",
    "RESULTS_UNWRITTEN, false",
    "RESULTS_HIDDEN, false",
    "RESULTS_WRITTEN, true"
  })
  void whatIsSettledIsBeingTold(FailurePoint point, boolean told) throws Exception {
    site.points().arm(point);
    site.dropWithOneFailing(prefix, BATCH);
    killAt(point);
    assertThat(isTold(point.name().split("_", 2)[0])).isEqualTo(told);
  }

  private boolean isTold(String kind) throws Exception {
    Path home = site.work().home();
    return switch (kind) {
      case "OUTCOME" ->
          site.work().outcomes().stream()
              .anyMatch(outcome -> outcome.path("changeId").asText().equals(prefix + "-1"));
      case "DEAD" -> Files.exists(home.resolve("dead-letters/" + prefix + "-0.json"));
      default -> Files.exists(home.resolve("results/" + prefix + ".jsonl"));
    };
  }

  /** Step 10. */
  @Test
  void resultFilesAreHalfWritten() throws Exception {
    site.points().arm(FailurePoint.RESULTS_HALF_WRITTEN, BATCH / 2);
    site.dropWithOneFailing(prefix, BATCH);
    killAt(FailurePoint.RESULTS_HALF_WRITTEN);
    assertThat(site.resultFolders())
        .as("only a hidden folder")
        .anyMatch(name -> name.startsWith("." + prefix + ".jsonl."))
        .doesNotContain(prefix + ".jsonl");
  }

  /** Step 9. */
  @Test
  void aFileIsHalfRecorded() throws Exception {
    int before = calls().size();
    site.points().arm(FailurePoint.ROWS_RECORDED);
    site.drop(prefix, 520);
    killAt(FailurePoint.ROWS_RECORDED);
    assertThat(calls()).as("no row is sent before the whole file is recorded").hasSize(before);
  }

  /** Step 11, with a call of the killed process to be taken back. */
  @Test
  void theNextProcessHasTakenBackWhatWasBeingSent() throws Exception {
    site.points().arm(FailurePoint.REQUEST_READY);
    site.drop(prefix, BATCH);
    killAt(FailurePoint.REQUEST_READY);

    site.points().arm(FailurePoint.CLAIMS_TAKEN_BACK);
    site.launch();
    killAt(FailurePoint.CLAIMS_TAKEN_BACK);
  }

  private void killAt(FailurePoint point) throws Exception {
    site.points().awaitReached(point);
    site.kill();
    site.points().disarm(point);
  }

  /** Requests that are neither a look nor an item of a batch. */
  private List<JsonNode> calls() {
    return site.sandbox().journal().stream()
        .filter(entry -> !entry.path("method").asText().equals("GET") && !entry.has("parent"))
        .toList();
  }
}
