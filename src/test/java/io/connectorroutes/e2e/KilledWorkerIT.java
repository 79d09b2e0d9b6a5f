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
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers share a PostgreSQL; one is killed while it sends, and the other one goes on. */
class KilledWorkerIT {
  private static final Duration LEASE = Duration.ofSeconds(5);

  /** Workers look for leases that are over each third of one; the rest is for a busy machine. */
  private static final Duration TAKEN_OVER = LEASE.plus(LEASE.dividedBy(3)).plusSeconds(20);

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int ROWS = 60;

  @TempDir Path folder;
  private PostgresServer postgres;
  private SandboxProcess sandbox;
  private Workplace first;
  private Workplace second;

  @BeforeEach
  void open() throws Exception {
    postgres = PostgresServer.start(folder.resolve("postgres"));
    sandbox = SandboxProcess.start(folder);
    first = new Workplace(Files.createDirectory(folder.resolve("first")), sandbox.root());
    second = new Workplace(Files.createDirectory(folder.resolve("second")), sandbox.root());
  }

  @AfterEach
  void close() throws IOException {
    first.close();
    second.close();
    sandbox.close();
    postgres.close();
  }

  @Test
  void itsWorkIsTakenOverWithinItsLease() throws Exception {
    FailurePoints points = new FailurePoints(folder.resolve("points"));
    Launched killed = run(first, points);
    // The first create takes a list: the call that is killed is one of changes.
    first.drop("first.jsonl", Changes.create("first"));
    Awaitility.await().atMost(TIMEOUT).until(() -> first.outcomes().size() == 1);
    points.arm(FailurePoint.CALL_CLAIMED);
    first.drop("rows.jsonl", Changes.creates("row", ROWS));
    points.awaitReached(FailurePoint.CALL_CLAIMED);
    Launched other = run(second, new FailurePoints(folder.resolve("points-of-the-other")));
    assertThat(second.outcomes()).as("the tenant's turn is the first one's").isEmpty();

    killed.kill();
    Awaitility.await()
        .alias("outcomes")
        .atMost(TAKEN_OVER)
        .until(() -> second.outcomes().size() >= ROWS);

    List<String> all = IntStream.rangeClosed(1, ROWS).mapToObj(n -> "row-" + n).toList();
    assertThat(sandbox.apiConnectors())
        .extracting(connector -> connector.path("displayName").asText())
        .filteredOn(name -> !name.equals("first"))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(second.outcomes())
        .extracting(o -> o.path("changeId").asText() + " " + o.path("outcome").asText())
        .containsExactlyInAnyOrderElementsOf(all.stream().map(id -> id + " applied").toList());
    assertThat(first.outcomes()).hasSize(1);
    other.terminate().awaitStatus(0);
  }

  private Launched run(Workplace work, FailurePoints points) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run"));
    Map<String, String> keys = postgres.keys();
    keys.put("results.directory", folder.resolve("results").toString());
    keys.put("graph.lost-answer-wait", "300ms");
    keys.forEach((key, value) -> arguments.addAll(List.of("--property", key + "=" + value)));
    return work.start(Map.of("JAVA_OPTS", points.option(LEASE)), arguments.toArray(String[]::new))
        .awaitError("Running with");
  }
}
