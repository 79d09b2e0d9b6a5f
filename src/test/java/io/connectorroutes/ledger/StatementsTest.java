package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.object;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.StatementProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No statement that is run all the time reads the more the larger the ledger is: each is looked at
 * as the product runs it. A statement keeps the plan that it got while the ledger was small and the
 * database knew nothing of its rows.
 */
@OnBothDatabases
class StatementsTest extends LedgerSuite {
  private static final ObjectKind KIND = ObjectKind.API_CONNECTOR;
  private static final RequestBudget BUDGET = new RequestBudget(1_000, Duration.ofMinutes(1));
  private static final String PARKED = "parked/app";
  private static final Duration HOUR = Duration.ofHours(1);

  /** Each statement is looked at so often: its values, and the length of its lists, differ. */
  private static final int LOOKS = 2;

  /** Once a whole list was read it reads what that has shown. */
  private static final String OF_A_WHOLE_LIST = "o.list_no < l.whole_no";

  private final Map<String, Integer> looks = new LinkedHashMap<>();
  private final Map<String, Set<String>> faults = new LinkedHashMap<>();
  private StatementCheck check;

  // ---- what is looked at

  @Test
  void inASmallLedgerOfWhichTheDatabaseKnowsNothing() throws SQLException {
    assertThat(faultsOf("small")).isEmpty();
    assertThat(looks).hasSizeGreaterThan(100);
  }

  @Test
  void inALargeLedger() throws SQLException {
    makeLarge();
    assertThat(faultsOf("large")).isEmpty();
    if (database == LedgerDatabase.POSTGRESQL) {
      new CopiedRows(settings).analyze();
      looks.clear();
      assertThat(faultsOf("analyzed")).isEmpty();
    }
  }

  @Override
  LedgerSettings adapted(LedgerSettings plain) {
    return plain.withPauseAfter(2);
  }

  private Map<String, Set<String>> faultsOf(String work) throws SQLException {
    check =
        database == LedgerDatabase.SQLITE
            ? new SqliteStatementCheck()
            : new PostgresStatementCheck();
    ledger.close();
    try (StatementProbe probe = StatementProbe.open(this::look)) {
      ledger = open(BUDGET);
      probe.observe(true);
      work(work);
      probe.observe(false);
      ledger.close();
    }
    ledger = open(BUDGET);
    return faults;
  }

  private synchronized void look(Connection connection, String statement, List<Object> values)
      throws SQLException {
    String brief = statement.strip().replaceAll("\\s+", " ").replaceAll("[?, ()]+[?][?, ()]*", "?");
    if (brief.contains(OF_A_WHOLE_LIST)) {
      return;
    }
    boolean isNew = looks.merge(brief, 1, Integer::sum) <= LOOKS;
    List<String> found = check.faults(connection, statement, values, isNew);
    if (!found.isEmpty()) {
      faults.computeIfAbsent(brief, key -> new LinkedHashSet<>()).addAll(found);
    }
  }

  // ---- a large ledger

  /** Some 100,000 settled, 10,000 blocked by one change, 10,000 of one later moment. */
  private void makeLarge() throws SQLException {
    CopiedRows copies = new CopiedRows(settings);
    record("settled", 500, ACCOUNT, i -> update("settled" + i, "settled" + i));
    deliver(1, Outcome.FAILED);
    list(true, null, object("listed", "listed"));
    deliver(24, Outcome.APPLIED);
    publish();
    copies.changes(1, copies.last(), 200);
    copies.objects(20);
    send(byName("first", "busy"));
    long first = copies.last() + 1;
    record("blocked", 400, ACCOUNT, i -> update("blocked" + i, "blocked" + i));
    copies.changes(first, copies.last(), 25);
    first = copies.last() + 1;
    Instant later = clock.instant().plus(HOUR);
    record("later", 400, PARKED, i -> update("later" + i, "later" + i, null, later));
    alter("UPDATE account SET parked_until = 9000000000000 WHERE account_key = '" + PARKED + "'");
    copies.changes(first, copies.last(), 25);
  }

  private void record(String name, int count, String account, IntFunction<ConnectorChange> change) {
    importFile(
        name + ".jsonl",
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> row(i, change.apply(i), null, account))
            .toArray(ReceivedRow[]::new));
  }

  // ---- what is run all the time

  private void work(String of) {
    send(
        link(of + "-link", of + "-later"),
        byName(of + "-by-name", of + "-name"),
        update(of + "-by-id", of + "-x"),
        rename(of + "-rename", of + "-x", of + "-new"),
        Samples.create(of + "-create", of + "-later"),
        Samples.of(Operation.API_CONNECTOR_DELETE, of + "-delete", Target.ofId(of + "-y")),
        update(of + "-revision", of + "-z", 7L, null),
        update(of + "-not-before", of + "-z", null, clock.instant().plusSeconds(60)),
        update(of + "-by-id", of + "-x"));
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, of + "-rejected", "{"));
    record(of, 210, ACCOUNT, i -> update(of + "-row" + i, of + i % 40));
    list(true, "/next", object(of + "-x", of + "-name"));
    list(false, null, object(of + "-y", of + "-other"));
    findNobody(of + "-link");
    deliver(3, Outcome.APPLIED);
    deliver(1, Outcome.FAILED);
    putOff();
    release();
    recover();
    deliver(2, Outcome.APPLIED);
    publish();
    subscribe();
    DeadLetterCalls.replay(ledger, null);
    deliver(2, Outcome.APPLIED);
    publish();
    clock.advance(HOUR);
    deliver(1, Outcome.APPLIED);
    ledger.deliveries().repair();
    control(of);
    ledger.recorder().secretOf(of + "-create", ACCOUNT, update("-", "x"), "targetUrl");
    ledger.reports().history(of + "-create");
    rest(of);
    deliverRest();
    ledger.deliveries().nextDue();
    ledger.retention().prune(HOUR.dividedBy(2), 0);
  }

  /** A job has a limit, is stopped, goes on, and is withdrawn while replays of a queue wait. */
  private void control(String of) {
    record(of + "-controlled", 210, ACCOUNT, i -> update(of + "-controlled" + i, of + i % 40));
    Job job = ledger.reports().job(of + "-controlled.jsonl").orElseThrow();
    ledger.jobControl().limitFailures(job, new FailureLimit("1000", 1_000, false));
    deliver(1, Outcome.FAILED);
    ledger.jobControl().pause(job, "a reason");
    deliver(1, Outcome.FAILED);
    ledger.jobControl().resume(job);
    DeadLetterCalls.replay(ledger, null);
    ledger.jobControl().cancel(ledger.reports().job(QUEUE).orElseThrow());
    ledger.jobControl().cancel(job);
  }

  /** What needs a permission rests, is tried and goes on, and a tenant is paused. */
  private void rest(String of) {
    send(update(of + "-refused", of + "-x"), update(of + "-refused-too", of + "-z"));
    Claimed<List<String>> claimed = claim().orElseThrow();
    ledger.deliveries().settle(claimed, refused(claimed));
    send(update(of + "-rests", of + "-x"), link(of + "-goes-on", of + "-later"));
    assertThat(claim()).isEmpty();
    lookForRests(of);
    clock.advance(Duration.ofMinutes(5));
    claimed = claim().orElseThrow();
    assertThat(claimed.changes()).hasSize(1);
    ledger.deliveries().settle(claimed, refused(claimed));
    ledger.deliveries().nextDue();
    GraphTenant tenant = new GraphTenant(null, "contoso", "app");
    ledger.pauses().pause(tenant);
    assertThat(claim()).isEmpty();
    ledger.pauses().resume(tenant);
  }

  /**
   * Of a large job and a small one: beside what rests, beside what goes on, and what is put off.
   */
  private void lookForRests(String of) {
    List<Job> jobs =
        Stream.of("settled.jsonl", "blocked.jsonl", of + ".jsonl", QUEUE)
            .flatMap(name -> ledger.reports().job(name).stream())
            .toList();
    for (Job job : jobs) {
      ledger.pauses().isAllAtRest(ACCOUNT, List.of(job));
    }
    send(unlink(of + "-beside"));
    for (Job job : jobs) {
      ledger.pauses().isAllAtRest(ACCOUNT, List.of(job));
    }
  }

  private ClaimResult refused(Claimed<?> claimed) {
    PermissionAnswer refused =
        new PermissionAnswer(Permission.API_CONNECTORS, PermissionAnswer.Kind.REFUSED);
    return new ClaimResult(
        Plans.answers(claimed, 403),
        claimed.changes().stream()
            .map(one -> (Decision) Plans.again(one.seq(), clock.instant()))
            .toList(),
        null,
        List.of(),
        null,
        List.of(refused, refused));
  }

  private static Target named(String name) {
    return new Target(null, name, null, null, null, null);
  }

  private static ConnectorChange byName(String changeId, String name) {
    ConnectorChange change = Samples.of(Operation.API_CONNECTOR_UPDATE, changeId, named(name));
    change.properties().put("targetUrl", "https://api.contoso.com/");
    return change;
  }

  private static ConnectorChange rename(String changeId, String id, String name) {
    ConnectorChange change = Samples.of(Operation.API_CONNECTOR_UPDATE, changeId, Target.ofId(id));
    change.properties().put("displayName", name);
    return change;
  }

  private static ConnectorChange unlink(String changeId) {
    Target step = new Target(null, null, null, "flow-" + changeId, "postFederationSignup", null);
    return Samples.of(Operation.USER_FLOW_DISABLE_API_CONNECTOR, changeId, step);
  }

  private static ConnectorChange link(String changeId, String name) {
    Target step = new Target(null, null, null, "flow-" + changeId, "postFederationSignup", null);
    ConnectorChange change = Samples.of(Operation.USER_FLOW_ENABLE_API_CONNECTOR, changeId, step);
    change.properties().putObject("apiConnector").put("displayName", name);
    return change;
  }

  /** All that are due are sent, after a look at what is known of their objects. */
  private Optional<Claimed<List<String>>> claim() {
    return ledger
        .deliveries()
        .claim(
            "run:1",
            20,
            (due, view) -> {
              due.forEach(one -> look(one, view));
              return new TenantPlan<>(
                  List.of(), List.of("a batch"), due.stream().map(StatementsTest::intent).toList());
            });
  }

  private static void look(DueChange due, LedgerView view) {
    Directory directory = view.directory();
    directory.listedAt(KIND);
    view.mayHaveBeenDone(due.seq());
    due.change()
        .reference()
        .ifPresent(
            reference -> {
              directory.named(KIND, reference.isByName() ? reference.name() : "-");
              directory.withId(KIND, reference.isByName() ? "-" : reference.id());
              directory.createdAt(KIND, reference.isByName() ? "-" : reference.id());
            });
  }

  private static Intent intent(DueChange due) {
    return new Intent(
        due.seq(),
        Intent.Kind.CHANGE,
        "PATCH",
        "/v1.0/identity/apiConnectors",
        UUID.randomUUID().toString(),
        due.change().target().id());
  }

  private void deliver(int claims, Outcome outcome) {
    for (int i = 0; i < claims; i++) {
      Claimed<List<String>> claimed = claim().orElseThrow();
      assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, outcome))).isTrue();
    }
  }

  private void deliverRest() {
    for (Optional<Claimed<List<String>>> claimed = claim();
        claimed.isPresent();
        claimed = claim()) {
      Claimed<?> one = claimed.get();
      ledger.deliveries().settle(one, Plans.result(one, Outcome.APPLIED));
    }
  }

  private void list(boolean isFirst, String next, ListedObject... objects) {
    Claimed<List<String>> look = ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ListUpdate page = new ListUpdate.Page(KIND, clock.instant(), isFirst, List.of(objects), next);
    ledger
        .deliveries()
        .settle(look, new ClaimResult(Plans.answers(look, 200), List.of(), null, List.of(page)));
  }

  /** Nobody has the name by which that change refers, and a later one gives it. */
  private void findNobody(String changeId) {
    Set<String> asked = new LinkedHashSet<>();
    ledger
        .deliveries()
        .claim(
            "run:1",
            1_000,
            (due, view) ->
                new TenantPlan<List<String>>(
                    due.stream()
                        .filter(one -> one.change().changeId().equals(changeId))
                        .filter(one -> asked.add(changeId))
                        .map(one -> Plans.settled(one.seq(), Outcome.FAILED))
                        .map(failed -> (Decision) new Decision.NobodyNamed(failed))
                        .toList(),
                    null,
                    List.of()));
    assertThat(asked).contains(changeId);
  }

  private void putOff() {
    Claimed<List<String>> claimed = claim().orElseThrow();
    List<Decision> again =
        claimed.changes().stream()
            .map(one -> (Decision) Plans.again(one.seq(), clock.instant()))
            .toList();
    ledger.deliveries().settle(claimed, Plans.result(claimed, again));
  }

  private void release() {
    Claimed<List<String>> claimed = claim().orElseThrow();
    ledger.deliveries().renew(List.of(claimed));
    ledger.deliveries().release(claimed);
  }

  private void recover() {
    assertThat(claim()).isPresent();
    clock.advance(LEASE.plusSeconds(1));
    assertThat(ledger.deliveries().recoverLeases(false)).isPositive();
  }

  /** One has had nothing yet, one wants what nobody has, and one has had all. */
  private void subscribe() {
    Subscriptions all = ledger.subscriptions();
    for (Subscriber.From from : Subscriber.From.values()) {
      read(all.outcomes(new Subscriber("all-" + from, "run:1", from)));
      read(all.deadLetters(new Subscriber("all-" + from, "run:1", from)));
    }
    read(all.outcomes(new Subscriber("none", "run:1", Subscriber.From.EARLIEST, "nobody"::equals)));
  }

  private static <T> void read(Subscription<T> subscription) {
    assertThat(subscription.lease(LEASE)).isTrue();
    for (Subscription.Entry<T> entry : subscription.next(100)) {
      subscription.acknowledge(entry.position());
    }
    subscription.release();
  }

  private void publish() {
    Outbox outbox = ledger.outbox();
    outbox.outcomesPublished(outbox.outcomes(500));
    for (Optional<DeadLetter> letter = outbox.deadLetter();
        letter.isPresent();
        letter = outbox.deadLetter()) {
      outbox.deadLetterPublished(letter.get());
    }
    for (Optional<Job> job = outbox.settledJob(); job.isPresent(); job = outbox.settledJob()) {
      ledger.reports().rows(job.get(), row -> {});
      outbox.resultsWritten(job.get());
    }
  }
}
