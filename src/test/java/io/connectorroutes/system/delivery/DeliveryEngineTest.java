package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.Budget;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, budget, pauses and latency in the whole product, as the sandbox's journal has them. */
class DeliveryEngineTest {
  private static final int CONNECTORS = 150;

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void noRequestIsThrottledAndEachIsSentOnceWithinTheBudget(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Fault> slow = slowOnes(random);
    SandboxOptions options =
        seeded()
            .latency(Duration.ofMillis(5 + random.nextInt(40)))
            .budget(new Budget(40, Duration.ofMillis(800)))
            .faults(slow)
            .build();
    try (TestSystem system = TestSystem.in(home, options).with("graph.budget", "40/800ms")) {
      system.start();
      system.drop("many.jsonl", updates(1, CONNECTORS));
      int before = 20 + random.nextInt(60);
      Awaitility.await().until(() -> patches(system).size() >= before);
      system.stop();
      system.start();
      Path results = system.resultsOf("many.jsonl");

      assertThat(Files.readString(results.resolve("manifest.json")))
          .contains("\"applied\" : " + CONNECTORS);
      assertThat(system.sandbox().faultsFired()).as("seed %d", seed).hasSize(slow.size());
      assertThat(patches(system)).hasSize(CONNECTORS).allMatch(e -> e.status() == 204);
      assertThat(patches(system)).extracting(JournalEntry::path).doesNotHaveDuplicates();
      assertThat(system.sandbox().journal())
          .noneMatch(e -> Integer.valueOf(429).equals(e.status()));
      assertThat(patches(system).stream().filter(e -> e.parent() != null).count())
          .as("in batches")
          .isGreaterThan(CONNECTORS / 2);
    }
  }

  @Test
  void notOneRequestLeavesBeforeThePauseThatAnItemOfABatchAsksForIsOver() throws Exception {
    Duration pause = Duration.ofMillis(1_500);
    Fault throttle =
        Fault.on("PATCH", "/v1.0/identity/apiConnectors/id-7")
            .headers(Map.of("Retry-After", "1.5"))
            .answer(429);
    try (TestSystem system =
        TestSystem.in(home, seeded().faults(List.of(throttle)).build()).start()) {
      system.drop("some.jsonl", updates(1, 30));
      system.resultsOf("some.jsonl");

      assertThat(system.sandbox().faultsFired()).hasSize(1);
      List<JournalEntry> journal = system.sandbox().journal();
      JournalEntry throttled =
          journal.stream().filter(e -> e.fault() != null).findFirst().orElseThrow();
      assertThat(throttled.parent()).as("an item of a batch").isNotNull();
      List<Instant> later =
          journal.stream()
              .filter(e -> e.n() > throttled.n() && !throttled.parent().equals(e.parent()))
              .map(JournalEntry::time)
              .toList();
      assertThat(later)
          .isNotEmpty()
          .allSatisfy(time -> assertThat(time).isAfterOrEqualTo(throttled.time().plus(pause)));
      assertThat(patches(system)).hasSize(31);
    }
  }

  @Test
  void anItemWithoutAnAnswerIsALostAnswerOfThatItemAlone() throws Exception {
    Fault missing =
        Fault.on("PATCH", "/v1.0/identity/apiConnectors/id-3").does(FaultAction.APPLY_THEN_MISSING);
    try (TestSystem system =
        TestSystem.in(home, seeded().faults(List.of(missing)).build()).start()) {
      system.drop("some.jsonl", updates(1, 10));
      system.resultsOf("some.jsonl");

      assertThat(system.sandbox().faultsFired()).hasSize(1);
      Map<String, Long> byPath =
          patches(system).stream()
              .collect(
                  Collectors.groupingBy(JournalEntry::path, TreeMap::new, Collectors.counting()));
      assertThat(byPath).hasSize(10).containsEntry("/v1.0/identity/apiConnectors/id-3", 2L);
      assertThat(patches(system)).hasSize(11);
      assertThat(system.outcomeOf("c-3").outcome()).isEqualTo(Outcome.APPLIED);
    }
  }

  @Test
  void aRefusedBatchIsSplitUntilTheCulpritFailsAlone() throws Exception {
    Fault refuses = Fault.on("POST", "/v1.0/$batch").bodyContains("/b-4\"").times(50).answer(400);
    Fault alone = Fault.on("PATCH", "/v1.0/identity/apiConnectors/id-4").times(50).answer(400);
    try (TestSystem system =
        TestSystem.in(home, seeded().faults(List.of(refuses, alone)).build()).start()) {
      system.drop("some.jsonl", updates(1, 12));
      Path results = system.resultsOf("some.jsonl");

      assertThat(Files.readString(results.resolve("manifest.json")))
          .contains("\"applied\" : 11")
          .contains("\"failed\" : 1");
      assertThat(system.sandbox().faultsFired()).hasSizeGreaterThan(2);
      assertThat(system.outcomeOf("c-4").outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void aRecordedChangeIsSentAtOnceAndNoPollIsWaitedFor() throws Exception {
    Path routes = routesThatPollOnceAMinute();
    try (TestSystem system =
        TestSystem.in(home, seeded().build()).with("routes.directory", routes.toString()).start()) {
      for (int i = 1; i <= 5; i++) {
        int number = i;
        system.drop("one-" + i + ".jsonl", updates(i, i));
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> patches(system).size() == number);
        Instant recorded = system.outcomeOf("c-" + i).receivedAt();
        assertThat(Duration.between(recorded, patches(system).get(i - 1).time()))
            .isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  private Path routesThatPollOnceAMinute() throws IOException {
    Path shipped = Path.of("routes").toAbsolutePath();
    Path copy = home.resolve("slow-routes");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(shipped.relativize(file));
        Files.createDirectories(target.getParent());
        Files.writeString(
            target,
            Files.readString(file, StandardCharsets.UTF_8)
                .replace(
                    "concurrentConsumers: \"{{connector-routes.delivery.workers}}\"",
                    "concurrentConsumers: \"{{connector-routes.delivery.workers}}\"\n"
                        + "        poll: 60000"));
      }
    }
    assertThat(copy.resolve("delivery/due.camel.yaml")).content().contains("poll: 60000");
    return copy;
  }

  private static SandboxOptions.Builder seeded() {
    return SandboxOptions.builder()
        .seed(
            SandboxSeed.standard()
                .withApiConnectors(
                    IntStream.rangeClosed(1, CONNECTORS)
                        .boxed()
                        .collect(Collectors.toMap(i -> "id-" + i, i -> "Connector " + i))));
  }

  private static List<Fault> slowOnes(SplittableRandom random) {
    return IntStream.rangeClosed(1, 5)
        .mapToObj(
            i ->
                Fault.on("PATCH", "/v1.0/identity/apiConnectors/id-" + i * 20)
                    .delay(Duration.ofMillis(10 + random.nextInt(300)))
                    .does(random.nextBoolean() ? FaultAction.DELAY : FaultAction.APPLY_THEN_DELAY))
        .toList();
  }

  private static String updates(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            i ->
                "{\"changeId\":\"c-"
                    + i
                    + "\",\"operation\":\"apiConnector.update\",\"target\":{\"id\":\"id-"
                    + i
                    + "\"},\"properties\":{\"targetUrl\":\"https://api.example.com/b-"
                    + i
                    + "\"}}")
        .collect(Collectors.joining("\n"));
  }

  private static List<JournalEntry> patches(TestSystem system) {
    return system.sandbox().journal().stream().filter(e -> e.method().equals("PATCH")).toList();
  }
}
