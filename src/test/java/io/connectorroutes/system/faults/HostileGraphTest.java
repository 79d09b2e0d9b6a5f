package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.HostileServer;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product against a server that answers as none should. */
class HostileGraphTest {
  private static final String NOBODY = "{\"value\":[]}";
  private static final long MB = 1024 * 1024;

  @TempDir Path home;

  @Test
  void anAnswerBeyondABoundIsALostOneAndAPostIsLookedForFirst() throws Exception {
    try (HostileServer graph = new HostileServer();
        TestSystem system = system(graph)) {
      List<HostileServer.Answer> hostile =
          List.of(
              HostileServer.huge(201, 1_600),
              HostileServer.huge(400, 1_600),
              HostileServer.bomb(201, 100),
              HostileServer.longHeader(50),
              graph.dripping(201, Duration.ofMillis(20)));
      // Before the first create its list is read.
      graph.toRead(HostileServer.answer(200, "", NOBODY));
      for (HostileServer.Answer answer : hostile) {
        graph.toWrite(answer).toRead(HostileServer.answer(200, "", NOBODY));
      }
      graph.toWrite(HostileServer.answer(201, "", "{\"id\":\"made\"}"));
      system.start();
      system.drop("one.jsonl", Requests.create("c-1", "One") + "\n");

      var outcome = system.outcomeOf("c-1");
      assertThat(outcome.outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(outcome.resourceId()).isEqualTo("made");
      assertThat(graph.served()).isEqualTo(2 * hostile.size() + 2);
      // Of 4.9 GB no more than what the operating system's buffers took in.
      assertThat(graph.written()).isLessThan(100 * MB);
    }
  }

  @Test
  void aPauseThatGraphAsksForIsCutToTheLongest() throws Exception {
    try (HostileServer graph = new HostileServer();
        TestSystem system = system(graph).with("graph.max-wait", "1s")) {
      graph.toWrite(HostileServer.answer(429, "Retry-After: 999999999\r\n", "{}"));
      system.start();
      system.drop("one.jsonl", Requests.delete("d-1", "x") + "\n");

      assertThat(system.outcomeOf("d-1").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(graph.served()).isEqualTo(1);
    }
  }

  /**
   * A good answer comes in time on a busy machine as well, and no look is too early to be believed.
   */
  private TestSystem system(HostileServer graph) {
    return TestSystem.in(home)
        .in(Externals.standard().withAnswerWithin(Duration.ofSeconds(8)))
        .with("graph.endpoint", graph.root().toString())
        .with("graph.lost-answer-wait", "1ms")
        .with("graph.batch-size", "1");
  }
}
