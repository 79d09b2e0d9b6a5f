package io.connectorroutes.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.sandbox.Budget;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two workers on one PostgreSQL, by the time of production, against a server with a budget. */
class TwoWorkersTest {
  private static final Budget BUDGET = new Budget(20, Duration.ofSeconds(1));
  private static final int CHANGES = 60;
  private static final List<String> TENANTS = List.of("t0", "t1", "t2");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isDone = new AtomicBoolean();

  @Test
  void twoWorkersKeepTheBudgetTheOrderAndToOneCallOfATenant() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        Sandbox sandbox = sandbox();
        SandboxCalls calls = new SandboxCalls(sandbox.root());
        Ledger one = ledger(server);
        Ledger other = ledger(server)) {
      // Each takes messages of every tenant in, before and while they are delivered.
      IntStream.range(0, CHANGES / 2).forEach(i -> record(i % 2 == 0 ? one : other, i));
      List<Future<Integer>> work = new ArrayList<>();
      for (Ledger ledger : List.of(one, other)) {
        EngineWorker worker = worker(sandbox, ledger);
        for (int i = 0; i < 2; i++) {
          work.add(threads.submit(delivering(ledger, worker, calls)));
        }
      }
      IntStream.range(CHANGES / 2, CHANGES).forEach(i -> record(i % 2 == 0 ? one : other, i));
      awaitSettled(one);
      for (Future<Integer> each : work) {
        assertThat(each.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isPositive();
      }

      assertThat(one.outbox().outcomes(1_000))
          .hasSize(CHANGES * TENANTS.size())
          .extracting(OutcomeRecord::outcome)
          .containsOnly(Outcome.APPLIED);
      assertThat(sandbox.journal())
          .filteredOn(entry -> Integer.valueOf(429).equals(entry.status()))
          .isEmpty();
      assertThat(sent(sandbox.journal())).isEqualTo(accepted());
    } finally {
      isDone.set(true);
      threads.shutdownNow();
    }
  }

  private static Sandbox sandbox() {
    return Sandbox.start(
        SandboxOptions.builder()
            .seed(Cases.SEED)
            .tenantOf(token -> null)
            .budget(BUDGET)
            .latency(Duration.ofMillis(5))
            .build());
  }

  private static Ledger ledger(EmbeddedPostgres server) {
    LedgerSettings settings =
        new LedgerSettings(
            server.getJdbcUrl("postgres", "postgres"),
            "postgres",
            "postgres",
            Base64.getEncoder().encodeToString(new byte[32]),
            null,
            Duration.ofSeconds(60));
    return Ledgers.open(
        settings.withBudget(new RequestBudget(BUDGET.requests(), BUDGET.window())), null);
  }

  private static EngineWorker worker(Sandbox sandbox, Ledger ledger) {
    return EngineWorker.start(
        sandbox.root(),
        5,
        new SplittableRandom(1),
        ledger.clock(),
        account -> ledger.deliveries().view(account));
  }

  /** One object, addressed by its id and by its name in turn. */
  private static ConnectorChange change(String tenant, int number) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode().put("targetUrl", url(number));
    Target target =
        switch (number % 4) {
          case 0 -> Target.ofId("api-1");
          case 1 -> new Target(null, "N0", null, null, null, null);
          case 2 -> Target.ofId("api-2");
          default -> new Target(null, "N1", null, null, null, null);
        };
    return new ConnectorChange(
        tenant + "-" + number,
        Operation.API_CONNECTOR_UPDATE,
        null,
        target,
        properties,
        null,
        null);
  }

  private static String url(int number) {
    return "https://c" + number + ".example.com/";
  }

  private static void record(Ledger ledger, int number) {
    for (String tenant : TENANTS) {
      ConnectorChange change = change(tenant, number);
      ledger
          .recorder()
          .recordMessage(
              "queue:test",
              new ReceivedRow(
                  0,
                  change.changeId(),
                  change,
                  change.operation().wireName(),
                  tenant,
                  tenant,
                  "target",
                  null,
                  null,
                  "ID:" + change.changeId(),
                  null,
                  null));
    }
  }

  /** Delivers until all is done; returns how many calls it made. */
  private Callable<Integer> delivering(Ledger ledger, EngineWorker worker, SandboxCalls calls) {
    return () -> {
      int made = 0;
      while (!isDone.get()) {
        if (deliver(ledger, worker, calls)) {
          made++;
        } else {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
      }
      return made;
    };
  }

  private boolean deliver(Ledger ledger, EngineWorker worker, SandboxCalls calls)
      throws IOException {
    Optional<? extends Claimed<GraphCall>> next =
        ledger.deliveries().claim("run:1", 20, worker.planner());
    if (next.isEmpty()) {
      return false;
    }
    Claimed<GraphCall> claimed = next.get();
    EngineRun.require(inFlight.add(claimed.account()), "two calls of " + claimed.account());
    GraphResponse response = calls.send(claimed.request().request());
    inFlight.remove(claimed.account());
    EngineRun.require(
        ledger.deliveries().settle(claimed, worker.answer(claimed, response)), "a lease was lost");
    return true;
  }

  private void awaitSettled(Ledger ledger) {
    Awaitility.await().atMost(TIMEOUT).until(() -> ledger.reports().openChanges() == 0);
    isDone.set(true);
  }

  /** What arrived for each object, in order. */
  private static Map<String, List<String>> sent(List<JournalEntry> journal) {
    Map<String, List<String>> urls = new HashMap<>();
    journal.stream()
        .filter(entry -> entry.method().equals("PATCH"))
        .forEach(
            entry ->
                urls.computeIfAbsent(
                        entry.tenant() + entry.path().substring(entry.path().lastIndexOf('/')),
                        key -> new ArrayList<>())
                    .add(entry.body().path("targetUrl").asText()));
    return urls;
  }

  private static Map<String, List<String>> accepted() {
    Map<String, List<String>> urls = new HashMap<>();
    for (String tenant : TENANTS) {
      for (int i = 0; i < CHANGES; i++) {
        urls.computeIfAbsent(tenant + (i % 4 < 2 ? "/api-1" : "/api-2"), key -> new ArrayList<>())
            .add(url(i));
      }
    }
    return urls;
  }
}
