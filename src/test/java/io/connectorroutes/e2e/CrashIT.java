package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.failure.FailurePoint;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Killed while a change is taken in and delivered: steps 1 to 5, 9 and 11. */
class CrashIT extends Crashes {
  /** Step 1. */
  @Test
  void aMessageIsCommittedAndNotAcknowledged() throws Exception {
    site.points().arm(FailurePoint.MESSAGE_RECORDED);
    site.send(prefix);
    killAt(FailurePoint.MESSAGE_RECORDED);
    site.queue().awaitUnacknowledged();
  }

  /** Step 1, with one that has to end in one dead letter, whichever process rejects it. */
  @Test
  void anInvalidMessageIsCommittedAndNotAcknowledged() throws Exception {
    site.points().arm(FailurePoint.MESSAGE_RECORDED);
    site.sendInvalid(prefix);
    killAt(FailurePoint.MESSAGE_RECORDED);
    site.queue().awaitUnacknowledged();
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
    "ANSWER_DECIDED, MESSAGE", "ANSWER_DECIDED, ROWS"
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
    if (point == FailurePoint.ANSWER_DECIDED) {
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
        .atMost(Duration.ofMinutes(2))
        .until(() -> site.sandbox().faultsFired() == fired + 1);
    assertThat(site.ledger().sending()).isEqualTo(given.changes);
    site.kill();
    assertOneCall(calls().subList(before, calls().size()), given);
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

  /** Step 11, with a call of the killed process to be recovered. */
  @Test
  void theNextProcessHasTakenBackWhatWasBeingSent() throws Exception {
    site.points().arm(FailurePoint.REQUEST_READY);
    site.drop(prefix, BATCH);
    killAt(FailurePoint.REQUEST_READY);

    site.points().arm(FailurePoint.LEASES_RECOVERED);
    site.launch();
    killAt(FailurePoint.LEASES_RECOVERED);
  }

  /** Requests that are neither a look nor an item of a batch. */
  private List<JsonNode> calls() {
    return site.sandbox().journal().stream()
        .filter(entry -> !entry.path("method").asText().equals("GET") && !entry.has("parent"))
        .toList();
  }
}
