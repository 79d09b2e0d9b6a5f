package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.failure.FailurePoint;
import io.connectorroutes.failure.FailurePoints;
import io.connectorroutes.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker is frozen past its lease, as a machine that sleeps is; another one takes its call over;
 * thawed, the first one sends nothing and settles nothing.
 */
class FrozenWorkerIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LEASE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private PostgresServer postgres;
  private SandboxProcess sandbox;
  private Workplace first;
  private Workplace second;
  private FailurePoints points;

  @BeforeEach
  void open() throws Exception {
    postgres = PostgresServer.start(folder.resolve("postgres"));
    sandbox = SandboxProcess.start(folder);
    first = new Workplace(Files.createDirectory(folder.resolve("first")), sandbox.root());
    second = new Workplace(Files.createDirectory(folder.resolve("second")), sandbox.root());
    points = new FailurePoints(folder.resolve("points"));
  }

  @AfterEach
  void close() throws IOException {
    first.close();
    second.close();
    sandbox.close();
    postgres.close();
  }

  @Test
  void whatItWasSendingIsTakenOverAndSettledOnce() throws Exception {
    Launched frozen = run(first, points.option(LEASE));
    // The first create takes a list: what is held after that is the call of a change.
    first.drop("first.jsonl", Changes.create("first"));
    awaitOutcome(first, "first");

    beforeItsRequestHasLeft(frozen);
    assertOnce(List.of("first", "unsent"));
    withItsAnswerInHand(frozen);
    assertOnce(List.of("first", "unsent", "sent"));

    frozen.terminate().awaitStatus(0);
  }

  private void beforeItsRequestHasLeft(Launched frozen) throws Exception {
    freezeAt(FailurePoint.CALL_CLAIMED, frozen, "unsent");
    Launched other = takeOver("unsent");
    points.arm(FailurePoint.CALL_RELEASED);
    thaw(FailurePoint.CALL_CLAIMED, frozen);
    assertThat(points.awaitReached(FailurePoint.CALL_RELEASED)).contains("LedgerReleaseProducer");
    points.disarm(FailurePoint.CALL_RELEASED);
    other.terminate().awaitStatus(0);
  }

  private void withItsAnswerInHand(Launched frozen) throws Exception {
    freezeAt(FailurePoint.ANSWER_DECIDED, frozen, "sent");
    assertThat(sandbox.apiConnectors()).hasSize(3);
    Launched other = takeOver("sent");
    thaw(FailurePoint.ANSWER_DECIDED, frozen);
    frozen.awaitError("was lost before its answer came");
    other.terminate().awaitStatus(0);
  }

  /** While it is alone, so that it has the call. */
  private void freezeAt(FailurePoint point, Launched worker, String changeId) throws Exception {
    points.arm(point);
    first.drop(changeId + ".jsonl", Changes.create(changeId));
    points.awaitReached(point);
    worker.signal("STOP");
  }

  private void thaw(FailurePoint point, Launched worker) throws Exception {
    points.disarm(point);
    worker.signal("CONT");
  }

  private Launched takeOver(String changeId) throws Exception {
    FailurePoints off = new FailurePoints(folder.resolve("points-of-" + changeId));
    Launched other = run(second, off.option(LEASE));
    awaitOutcome(second, changeId);
    return other;
  }

  private static void awaitOutcome(Workplace work, String changeId) {
    Awaitility.await()
        .alias("outcome of " + changeId)
        .atMost(TIMEOUT)
        .until(
            () ->
                work.outcomes().stream()
                    .anyMatch(outcome -> outcome.path("changeId").asText().equals(changeId)));
  }

  private void assertOnce(List<String> changeIds) throws Exception {
    // Both may tell one outcome at the same moment.
    PublishedOutcomes told =
        new PublishedOutcomes().addAll(first.outcomes()).addAll(second.outcomes());
    assertThat(told.all())
        .extracting(o -> o.path("changeId").asText() + " " + o.path("outcome").asText())
        .containsExactlyInAnyOrderElementsOf(
            changeIds.stream().map(id -> id + " applied").toList());
    assertThat(sandbox.apiConnectors())
        .extracting(connector -> connector.path("displayName").asText())
        .containsExactlyInAnyOrderElementsOf(changeIds);
    assertThat(postgres.number("SELECT COUNT(*) FROM outcome")).isEqualTo(changeIds.size());
  }

  private Launched run(Workplace work, String agent) throws IOException {
    Map<String, String> keys = postgres.keys();
    keys.put("results.directory", folder.resolve("results").toString());
    keys.put("graph.lost-answer-wait", "300ms");
    List<String> arguments = new ArrayList<>(List.of("run"));
    keys.forEach((key, value) -> arguments.addAll(List.of("--property", key + "=" + value)));
    return work.start(Map.of("JAVA_OPTS", agent), arguments.toArray(String[]::new))
        .awaitError("Running with");
  }
}
