package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers of Graph, and their absence, lead to, through the routes. */
class RetryTest {
  private static final String POSTS = "/*/identity/apiConnectors";
  private static final String ONE = "/*/identity/apiConnectors/id-1";

  @TempDir Path home;

  @Test
  void aThrottledTenantWaitsAsLongAsAsked() throws Exception {
    try (TestSystem system =
        system(
            Fault.on("PATCH", ONE)
                .error("TooManyRequests", "slow down")
                .headers(Map.of("Retry-After", "2"))
                .answer(429))) {
      system.with("graph.max-attempts", "1").with("graph.batch-size", "1").start();
      system.drop("a.jsonl", update("u-1") + "\n" + Requests.create("c-1", "Other") + "\n");

      applied(system, "u-1");
      applied(system, "c-1");
      assertFired(system, 1);
      assertThat(nothingBefore(system, 1, Duration.ofSeconds(2))).isTrue();
      assertThat(system.writes()).hasSize(3);
    }
  }

  @Test
  void aPauseOutlivesTheProcess() throws Exception {
    try (TestSystem system =
        system(
            Fault.on("PATCH", ONE)
                .error("TooManyRequests", "slow down")
                .headers(Map.of("Retry-After", "2"))
                .answer(429))) {
      system.start().drop("a.json", update("u-1").toString());
      await(() -> system.sandbox().faultsFired().size() == 1);
      system.stop();
      system.start();

      applied(system, "u-1");
      assertFired(system, 1);
      assertThat(nothingBefore(system, 1, Duration.ofSeconds(2))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 509})
  void aFailureThatMayPassIsTriedAgain(int status) throws Exception {
    try (TestSystem system = system(Fault.on("PATCH", ONE).answer(status))) {
      system.start().drop("a.json", update("u-1").toString());

      assertThat(applied(system, "u-1").attempts()).isEqualTo(2);
      assertFired(system, 1);
      assertThat(system.writes()).hasSize(2);
    }
  }

  @Test
  void aServiceThatSaysHowLongIsWaitedFor() throws Exception {
    try (TestSystem system =
        system(Fault.on("PATCH", ONE).headers(Map.of("Retry-After", "1")).answer(503))) {
      system.start().drop("a.json", update("u-1").toString());

      applied(system, "u-1");
      assertFired(system, 1);
      assertThat(nothingBefore(system, 1, Duration.ofSeconds(1))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"409", "400"})
  void aConcurrencyViolationIsTriedAgain(int status) throws Exception {
    try (TestSystem system =
        system(
            Fault.on("PATCH", ONE)
                .error("Directory_ConcurrencyViolation", "concurrent")
                .answer(status))) {
      system.start().drop("a.json", update("u-1").toString());

      assertThat(applied(system, "u-1").attempts()).isEqualTo(2);
      assertFired(system, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 504})
  void aPostThatWasDoneAllTheSameIsNotDoneTwice(int status) throws Exception {
    try (TestSystem system =
        system(
            Fault.on("POST", POSTS).headers(Map.of("Retry-After", "1")).applyThenAnswer(status))) {
      createAndExpectOne(system);
      assertThat(writes(system, "POST")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 504})
  void aPostThatWasNotDoneIsSentAgain(int status) throws Exception {
    try (TestSystem system =
        system(Fault.on("POST", POSTS).headers(Map.of("Retry-After", "1")).answer(status))) {
      createAndExpectOne(system);
      assertThat(writes(system, "POST")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"APPLY_THEN_CUT", "CUT", "APPLY_THEN_HANG", "HANG"})
  void aPostWhoseAnswerIsLostEndsInOneObject(FaultAction action) throws Exception {
    try (TestSystem system = system(Fault.on("POST", POSTS).does(action))) {
      createAndExpectOne(system);
      boolean done = action == FaultAction.APPLY_THEN_CUT || action == FaultAction.APPLY_THEN_HANG;
      assertThat(writes(system, "POST")).isEqualTo(done ? 1 : 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, APPLY_THEN_CUT", "PATCH, CUT", "PATCH, HANG",
    "PUT, APPLY_THEN_CUT", "PUT, CUT", "PUT, HANG",
    "DELETE, APPLY_THEN_CUT", "DELETE, CUT", "DELETE, HANG"
  })
  void whatCanBeSentTwiceIs(String method, FaultAction action) throws Exception {
    try (TestSystem system = system(Fault.on(method, "/**").does(action))) {
      system.start().drop("a.json", change(method).toString());

      OutcomeRecord outcome = system.outcomeOf("x-1");
      assertFired(system, 1);
      assertThat(system.writes()).hasSize(2);
      // Gone by the first request, whose answer was lost: the second finds nothing.
      boolean gone = method.equals("DELETE") && action == FaultAction.APPLY_THEN_CUT;
      assertThat(outcome.outcome()).isEqualTo(gone ? Outcome.NO_OP : Outcome.APPLIED);
      assertThat(outcome.attempts()).isEqualTo(2);
    }
  }

  @Test
  void twoCandidatesForALostAnswerAreForAPerson() throws Exception {
    Fault twice = Fault.on("POST", POSTS).does(FaultAction.APPLY_THEN_HANG);
    try (TestSystem system = system(twice)) {
      system.start().drop("a.json", Requests.create("c-1", "Twice").toString());
      await(() -> system.writes().size() == 1);
      // Somebody else creates the very same meanwhile.
      Foreign.post(
          system.sandbox().root().resolve("/v1.0/identity/apiConnectors"),
          Requests.create("c-2", "Twice").get("properties").toString());

      OutcomeRecord outcome = system.outcomeOf("c-1");
      assertFired(system, 1);
      assertThat(outcome.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(outcome.message()).contains("2 objects");
      JsonNode letter = deadLetter("c-1");
      assertThat(letter.at("/outcome/outcome").textValue()).isEqualTo("unknown");
      assertThat(Files.readString(system.resultsOf("a.json").resolve("unknown.json")))
          .doesNotContain(Requests.CANARY);
    }
  }

  @ParameterizedTest
  @CsvSource({"400, BadRequest", "403, Authorization_RequestDenied", "404, ResourceNotFound"})
  void aRefusalIsFinalAndLeavesADeadLetter(int status, String code) throws Exception {
    try (TestSystem system =
        system(Fault.on("POST", POSTS).error(code, "no such luck").answer(status))) {
      system.start().drop("a.json", Requests.create("c-1", "Unlucky").toString());

      OutcomeRecord outcome = system.outcomeOf("c-1");
      assertFired(system, 1);
      assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(outcome.errorCode()).isEqualTo(code);
      assertThat(outcome.requestId()).isNotNull();
      JsonNode letter = deadLetter("c-1");
      assertThat(letter.toString()).doesNotContain(Requests.CANARY);
      assertThat(
              letter
                  .at("/change/properties/authenticationConfiguration/password/secretRef")
                  .textValue())
          .isEqualTo("change:c-1");
      assertThat(letter.get("attempts")).as("the first create takes a list").hasSize(2);
      assertThat(letter.at("/attempts/0/kind").textValue()).isEqualTo("lookup");
      assertThat(letter.at("/attempts/1/httpStatus").intValue()).isEqualTo(status);
      assertThat(letter.get("reason").textValue()).contains("no such luck");
      assertThat(system.writes()).hasSize(1);
    }
  }

  @Test
  void anObjectThatIsNotThereIsFinal() throws Exception {
    try (TestSystem system = system()) {
      system
          .start()
          .drop("a.json", Requests.update("u-1", "nobody", "https://a.example/").toString());

      OutcomeRecord outcome = system.outcomeOf("u-1");
      assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(outcome.httpStatus()).isEqualTo(404);
      assertThat(system.sandbox().journal()).hasSize(1);
      deadLetter("u-1");
    }
  }

  @Test
  void retriesAreUsedUp() throws Exception {
    try (TestSystem system =
        system(Fault.on("PATCH", ONE).times(3).headers(Map.of("Retry-After", "0")).answer(503))) {
      system.start().drop("a.json", update("u-1").toString());

      OutcomeRecord outcome = system.outcomeOf("u-1");
      assertFired(system, 3);
      assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(outcome.message()).contains("retries are used up (graph.max-attempts is 3; ");
      assertThat(outcome.attempts()).isEqualTo(3);
      assertThat(deadLetter("u-1").get("attempts")).hasSize(3);
      assertThat(system.sandbox().journal()).hasSize(3);
    }
  }

  /** Three attempts, an answer within a second, and a lost one believed after 300 ms. */
  private TestSystem system(Fault... faults) {
    return TestSystem.in(
            home,
            SandboxOptions.builder()
                .seed(SandboxSeed.standard().withApiConnectors(Map.of("id-1", "One")))
                .faults(List.of(faults))
                .build())
        .in(Externals.standard().withAnswerWithin(Duration.ofSeconds(1)))
        .with("graph.max-attempts", "3")
        .with("graph.lost-answer-wait", "300ms")
        // The faults are meant for plain requests; those of batches are in BatchTest.
        .with("graph.batch-size", "1");
  }

  private static ObjectNode update(String changeId) {
    return Requests.update(changeId, "id-1", "https://a.example/" + changeId);
  }

  private static ObjectNode change(String method) {
    return switch (method) {
      case "PATCH" -> update("x-1");
      case "DELETE" -> Requests.delete("x-1", "id-1");
      default ->
          Json.object(
              "{'changeId':'x-1','operation':'userFlow.enableApiConnector','target':{"
                  + "'userFlowId':'B2X_1_signup','step':'postFederationSignup'},'properties':{"
                  + "'apiConnector':{'id':'id-1'}}}");
    };
  }

  private static void createAndExpectOne(TestSystem system) throws Exception {
    system.start().drop("a.json", Requests.create("c-1", "Once").toString());

    OutcomeRecord outcome = applied(system, "c-1");
    assertFired(system, 1);
    JsonNode connectors = system.sandbox().state("default").get("apiConnectors");
    assertThat(connectors.findValuesAsText("displayName")).containsExactlyInAnyOrder("One", "Once");
    assertThat(connectors.findValuesAsText("id")).contains(outcome.resourceId());
    assertThat(
            system.sandbox().lastSecret("default", outcome.resourceId()).orElseThrow().password())
        .isEqualTo(Requests.password("c-1"));
  }

  private static OutcomeRecord applied(TestSystem system, String changeId) {
    OutcomeRecord outcome = system.outcomeOf(changeId);
    assertThat(outcome.outcome()).as(outcome.message()).isEqualTo(Outcome.APPLIED);
    return outcome;
  }

  private static void assertFired(TestSystem system, int times) {
    assertThat(system.sandbox().faultsFired()).hasSize(times);
  }

  private static long writes(TestSystem system, String method) {
    return system.writes().stream().filter(e -> e.method().equals(method)).count();
  }

  /** Whether all but the first so many requests came no sooner than that after the fault. */
  private static boolean nothingBefore(TestSystem system, int first, Duration pause) {
    Instant fired = system.sandbox().faultsFired().get(0).time();
    return system.sandbox().journal().stream()
        .skip(first)
        .map(JournalEntry::time)
        .noneMatch(time -> time.isBefore(fired.plus(pause)));
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
  }

  private JsonNode deadLetter(String changeId) {
    Path file = home.resolve("dead-letters").resolve(changeId + ".json");
    await(() -> Files.exists(file));
    return Json.file(file);
  }
}
