package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.object;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.testing.DeadLetterCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever two workers do at the same time, none waits for a lock of one that waits for it: all of
 * them lock the numbers first, then accounts, then changes, and jobs last.
 */
@ParameterizedClass(name = "on {0}")
@EnumSource(value = LedgerDatabase.class, names = "POSTGRESQL")
class LockOrderTest extends LedgerSuite {
  private static final List<String> ACCOUNTS = List.of("a/1", "b/1", "c/1", "d/1");
  private static final int MESSAGES = 30;
  private static final int FILES = 2;
  private static final int ROWS = 30;
  private static final FailureLimit NEVER_REACHED = new FailureLimit("1000", 1_000, false);

  /** Whatever needs one gets the next. */
  private final AtomicInteger numbers = new AtomicInteger();

  private final AtomicInteger bringing = new AtomicInteger();

  @Test
  void noTwoOfThemWaitForEachOther() throws Exception {
    ledger.close();
    // What is searched for after a second else is searched for at once.
    String url = settings.url() + "?options=-c%20deadlock_timeout=10ms";
    LedgerSettings eager =
        new LedgerSettings(url, settings.user(), settings.password(), settings.key(), null, LEASE);
    Deadlocks deadlocks = new Deadlocks(settings);
    ledger = Ledgers.open(eager, clock);
    try (Ledger other = Ledgers.open(eager, clock)) {
      together(ledger, other);
    }
    clock.advance(LEASE.plusSeconds(1));
    for (Optional<Claimed<List<String>>> rest = claimAll(); rest.isPresent(); rest = claimAll()) {
      ledger.deliveries().settle(rest.get(), Plans.result(rest.get(), Outcome.APPLIED));
    }
    assertThat(ledger.reports().openChanges()).isZero();
    ledger.close();
    assertThat(deadlocks.count()).isZero();
  }

  private void together(Ledger... workers) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> work = new ArrayList<>();
    for (Ledger worker : workers) {
      for (int i = 0; i < 3; i++) {
        work.add(threads.submit(bringer(() -> bringMessages(worker))));
      }
      work.add(threads.submit(bringer(() -> bringFiles(worker))));
      work.add(threads.submit(meanwhile(() -> deliver(worker))));
      work.add(threads.submit(meanwhile(() -> deliver(worker))));
      work.add(threads.submit(meanwhile(() -> lookAfter(worker))));
    }
    try {
      for (Future<?> one : work) {
        one.get(2, TimeUnit.MINUTES);
      }
    } finally {
      bringing.set(0);
      threads.shutdown();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Others go on until all of these have ended. */
  private Runnable bringer(Runnable work) {
    bringing.incrementAndGet();
    return () -> {
      try {
        work.run();
      } finally {
        bringing.decrementAndGet();
      }
    };
  }

  private Runnable meanwhile(Runnable work) {
    return () -> {
      while (bringing.get() > 0) {
        work.run();
        clock.advance(Duration.ofMillis(1));
      }
    };
  }

  /** Each comes about three times, while the first of its id waits or is being settled. */
  private void bringMessages(Ledger worker) {
    Random random = new Random(numbers.incrementAndGet());
    for (int i = 0; i < MESSAGES; i++) {
      int number = numbers.incrementAndGet() / 3 - random.nextInt(6);
      Random same = new Random(number);
      worker.recorder().recordMessage(QUEUE, received(0, change(same, "m" + number), same));
    }
  }

  private void bringFiles(Ledger worker) {
    Random random = new Random(numbers.incrementAndGet());
    for (int i = 0; i < FILES; i++) {
      String name = "f" + numbers.incrementAndGet();
      Job job = worker.recorder().openFile(file(name), false);
      worker
          .recorder()
          .record(
              job,
              IntStream.rangeClosed(1, ROWS)
                  .mapToObj(n -> received(n, change(random, name + "-" + n), random))
                  .toList());
      worker.jobControl().limitFailures(job, NEVER_REACHED);
      worker.recorder().finish(job);
    }
  }

  private static ReceivedRow received(int row, ConnectorChange change, Random random) {
    return row(row, change, null, ACCOUNTS.get(random.nextInt(ACCOUNTS.size())));
  }

  /** About few objects and names, so that changes wait for each other. */
  private static ConnectorChange change(Random random, String id) {
    String object = "x" + random.nextInt(4);
    Target named = new Target(null, "n" + random.nextInt(4), null, null, null, null);
    return switch (random.nextInt(6)) {
      case 0 -> Samples.create(id, named.displayName());
      case 1 -> Samples.of(Operation.API_CONNECTOR_DELETE, id, Target.ofId(object));
      case 2 -> renamed(Samples.of(Operation.API_CONNECTOR_UPDATE, id, Target.ofId(object)), named);
      case 3 -> linked(id, named);
      case 4 -> pointed(Samples.of(Operation.API_CONNECTOR_UPDATE, id, named));
      default -> update(id, object);
    };
  }

  private static ConnectorChange renamed(ConnectorChange change, Target to) {
    change.properties().put("displayName", to.displayName());
    return change;
  }

  private static ConnectorChange pointed(ConnectorChange change) {
    change.properties().put("targetUrl", "https://api.contoso.com/");
    return change;
  }

  private static ConnectorChange linked(String id, Target to) {
    Target step = new Target(null, null, null, "flow", "postFederationSignup", null);
    ConnectorChange change = Samples.of(Operation.USER_FLOW_ENABLE_API_CONNECTOR, id, step);
    change.properties().putObject("apiConnector").put("displayName", to.displayName());
    return change;
  }

  /** Some move behind a later change, some are applied, some fail, some come again. */
  private void deliver(Ledger worker) {
    Random random = new Random(numbers.incrementAndGet());
    Optional<Claimed<List<String>>> claimed =
        worker.deliveries().claim("run:1", 20, (due, view) -> plan(due, random));
    if (claimed.isPresent()) {
      List<Decision> decisions =
          claimed.get().changes().stream().map(one -> decision(one, random)).toList();
      ListUpdate page =
          new ListUpdate.Page(
              ObjectKind.API_CONNECTOR,
              clock.instant(),
              true,
              List.of(object("x" + random.nextInt(4), "n" + random.nextInt(4))),
              null);
      worker
          .deliveries()
          .settle(
              claimed.get(),
              new ClaimResult(
                  Plans.answers(claimed.get(), 204),
                  decisions,
                  null,
                  random.nextBoolean() ? List.of(page) : List.of()));
    }
  }

  private static TenantPlan<List<String>> plan(List<DueChange> due, Random random) {
    if (random.nextInt(3) > 0) {
      return Plans.sending("PATCH", due);
    }
    return new TenantPlan<>(
        due.stream()
            .filter(one -> one.change().reference().filter(object -> object.isByName()).isPresent())
            .map(one -> Plans.settled(one.seq(), Outcome.FAILED))
            .map(failed -> (Decision) new Decision.NobodyNamed(failed))
            .toList(),
        null,
        List.of());
  }

  private Decision decision(DueChange due, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Plans.settled(due.seq(), Outcome.FAILED);
      case 1 -> Plans.settled(due.seq(), Outcome.REJECTED);
      case 2 -> new Decision.Unexpected(due.seq(), "a fault");
      case 3 -> Plans.again(due.seq(), clock.instant());
      default -> Plans.settled(due.seq(), Outcome.APPLIED);
    };
  }

  private void lookAfter(Ledger worker) {
    Outbox outbox = worker.outbox();
    outbox.outcomesPublished(outbox.outcomes(100));
    outbox.deadLetter().ifPresent(outbox::deadLetterPublished);
    outbox.settledJob().ifPresent(outbox::resultsWritten);
    DeadLetterCalls.open(worker).stream()
        .limit(5)
        .forEach(one -> DeadLetterCalls.replay(worker, List.of(one.changeId()), null, true));
    worker.deliveries().recoverLeases(false);
    worker.deliveries().repair();
    worker.retention().prune(Duration.ZERO, 0);
    worker.jobControl().names(2).stream()
        .flatMap(name -> worker.reports().job(name).stream())
        .forEach(job -> pauseForAMoment(worker.jobControl(), job));
  }

  private static void pauseForAMoment(JobControl jobs, Job job) {
    jobs.pause(job, "a moment");
    jobs.resume(job);
    if (job.fileName() != null) {
      jobs.limitFailures(job, NEVER_REACHED);
    }
  }
}
