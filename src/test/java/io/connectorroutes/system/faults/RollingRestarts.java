package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.PostgresServer;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * Two workers on one PostgreSQL that are stopped and started in turn while both have work: a lease
 * that one of them left behind would hold its tenant up for two minutes.
 */
final class RollingRestarts implements AutoCloseable {
  private static final int TENANTS = 6;
  private static final int ROWS = 8;

  /** Much less than a lease, much more than the rows of one round take on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** After its commit: a stop is then most likely to come between a claim and its call. */
  private static final Duration CLAIM_TAKES = Duration.ofMillis(60);

  private static final String LEASES = "SELECT COUNT(*) FROM account WHERE lease_token IS NOT NULL";

  private static final String WORKERS_WITH_LEASES =
      "SELECT COUNT(DISTINCT lease_worker) FROM account WHERE lease_token IS NOT NULL";

  private static final String OUTCOMES = "SELECT COUNT(*) FROM outcome";

  private final PostgresServer server;
  private final TestSystem first;
  private final TestSystem second;
  private int changes;

  private RollingRestarts(PostgresServer server, TestSystem first, TestSystem second) {
    this.server = server;
    this.first = first;
    this.second = second;
  }

  /** Starts both workers. */
  static RollingRestarts in(Path folder) throws Exception {
    PostgresServer server = PostgresServer.start(folder.resolve("postgres"));
    TestSystem first = worker(folder.resolve("first"), server);
    TestSystem second = worker(folder.resolve("second"), server);
    second.with("graph.endpoint", first.sandbox().root().toString());
    first.start();
    second.start();
    return new RollingRestarts(server, first, second);
  }

  private static TestSystem worker(Path home, PostgresServer server) {
    SandboxOptions slow = SandboxOptions.builder().latency(Duration.ofMillis(20)).build();
    TestSystem system =
        TestSystem.in(home, slow).with("graph.budget", "none").with("graph.batch-size", "2");
    system.in(Externals.standard().withAroundLedger(RollingRestarts::withSlowClaims));
    server.keys().forEach(system::with);
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      system.with("graph.tenants.t" + tenant + ".tenant-id", "t" + tenant + ".example");
      system.with("graph.tenants.t" + tenant + ".client-id", "client");
    }
    return system;
  }

  private static Ledger withSlowClaims(Ledger ledger) {
    Deliveries deliveries =
        proxy(
            Deliveries.class,
            ledger.deliveries(),
            (method, result) -> {
              if (method.getName().equals("claim")) {
                LockSupport.parkNanos(CLAIM_TAKES.toNanos());
              }
              return result;
            });
    return proxy(
        Ledger.class,
        ledger,
        (method, result) -> method.getName().equals("deliveries") ? deliveries : result);
  }

  private static <T> T proxy(Class<T> type, T target, BiFunction<Method, Object, Object> after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.apply(method, method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Restarts one worker after the other, so often in all, with work at each stop. */
  void restart(int times) throws Exception {
    for (int round = 0; round < times; round++) {
      TestSystem worker = round % 2 == 0 ? first : second;
      TestSystem other = round % 2 == 0 ? second : first;
      feed(worker, "r" + round + "-a");
      feed(other, "r" + round + "-b");
      await(LEASES, leases -> leases >= TENANTS / 2);
      worker.stop();
      assertThat(server.number(WORKERS_WITH_LEASES)).isLessThanOrEqualTo(1);
      worker.start();
    }
  }

  /** Waits until each change is applied: sooner than any lease ends. */
  void awaitApplied() throws SQLException {
    await(OUTCOMES, outcomes -> outcomes == changes);
    assertThat(server.number(OUTCOMES + " WHERE outcome = 'applied'")).isEqualTo(changes);
  }

  private void await(String query, Predicate<Integer> isSo) {
    Awaitility.await()
        .alias(query)
        .pollInterval(Duration.ofMillis(20))
        .atMost(TIMEOUT)
        .until(() -> server.number(query), isSo);
  }

  private void feed(TestSystem system, String name) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    for (int i = 0; i < ROWS * TENANTS; i++) {
      String id = name + "-" + i;
      rows.add(Requests.create(id, id).put("tenant", "t" + i % TENANTS));
    }
    changes += rows.size();
    system.drop(name + ".jsonl", Way.lines(rows));
  }

  @Override
  public void close() throws IOException, SQLException {
    try {
      first.close();
      second.close();
    } finally {
      server.close();
    }
  }
}
