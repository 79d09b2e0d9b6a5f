package io.connectorroutes.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.engine.Sequence.Look;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerProcesses;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.LedgerTemplate;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.sandbox.Budget;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The engine without Camel: ledger, planner and policy, and calls to the sandbox over HTTP, one
 * after the other, by a clock that stands still until there is nothing to do.
 */
final class EngineRun implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int MOST_STEPS = 10_000;
  private static final int CALLS = 3;
  private static final int PAGE_SIZE = 3;
  private static final int WORKERS = 2;
  private static final Duration LATENCY = Duration.ofMillis(20);

  /**
   * A change as it was sent, in that order.
   *
   * @param number of changes and replays of its tenant that were accepted before
   */
  record Accepted(String tenant, ConnectorChange change, int number) {}

  /**
   * A change that was put back into delivery.
   *
   * @param number of changes and replays of its tenant that were accepted before
   * @param behind the position of the last change that had one by then
   */
  record Replayed(String changeId, int number, long behind) {}

  /** A change that is carried out, or carried out again. */
  private record Execution(String changeId, int replay) {}

  /** A call that has not come to its end, and whose it is. */
  private record InFlight(Claimed<GraphCall> claimed, EngineWorker worker) {
    String account() {
      return claimed.account();
    }
  }

  private final SettableClock clock = new SettableClock(Cases.START);
  private final RandomGenerator random;
  private final SandboxSeed seed;
  private final int batchSize;
  private final LedgerProcesses processes;
  private final Sandbox sandbox;
  private final SandboxCalls calls;
  private final StaleLists stale;
  private final String url;
  private final Map<String, Accepted> accepted = new LinkedHashMap<>();
  private final Map<String, Integer> acceptedOfTenant = new HashMap<>();
  private final List<Replayed> replayed = new ArrayList<>();
  private final Map<Execution, List<Look>> looks = new HashMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, InFlight> inFlight = new LinkedHashMap<>();
  private final Map<String, Instant> parkedUntil = new LinkedHashMap<>();
  private Ledger ledger;
  private List<EngineWorker> workers;

  /** In a folder with an empty ledger. */
  EngineRun(Path folder, long seed) {
    this.random = new SplittableRandom(seed);
    this.seed = Cases.tenants(seed);
    this.batchSize = random.nextInt(3) == 0 ? 1 : 2 + random.nextInt(random.nextBoolean() ? 3 : 19);
    boolean isLimited = random.nextInt(3) > 0;
    Budget budget = isLimited ? new Budget(1 + random.nextInt(20), WINDOW) : null;
    LedgerSettings settings =
        LedgerTemplate.settings(folder, LEASE)
            .withBudget(
                isLimited ? new RequestBudget(budget.requests(), WINDOW) : RequestBudget.NONE);
    this.url = settings.url();
    this.processes = new LedgerProcesses(settings, clock);
    this.sandbox =
        Sandbox.start(
            SandboxOptions.builder()
                .clock(clock)
                .seed(this.seed)
                .tenantOf(token -> null)
                .budget(budget)
                .pageSize(PAGE_SIZE)
                .build());
    this.calls = new SandboxCalls(sandbox.root());
    this.stale =
        new StaleLists(
            sandbox,
            EngineWorker.LOST_ANSWER_WAIT.minusSeconds(1),
            PAGE_SIZE,
            new SplittableRandom(~seed));
    begin();
  }

  /** A process begins, with workers that know nothing yet. */
  private void begin() {
    ledger = processes.next();
    workers =
        Stream.<EngineWorker>generate(
                () ->
                    EngineWorker.start(
                        sandbox.root(),
                        batchSize,
                        new SplittableRandom(random.nextLong()),
                        clock,
                        account -> ledger.deliveries().view(account)))
            .limit(WORKERS)
            .toList();
  }

  Ledger ledger() {
    return ledger;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Map<String, Accepted> accepted() {
    return accepted;
  }

  List<Replayed> replayed() {
    return replayed;
  }

  /** What was seen in that replay of a change of the name that it goes by, when nobody had it. */
  List<Look> looks(String changeId, int replay) {
    return looks.getOrDefault(new Execution(changeId, replay), List.of());
  }

  long position(String changeId) {
    return positions.get(changeId);
  }

  /** What each tenant held at first. */
  SandboxSeed seed() {
    return seed;
  }

  /** Lets all of it happen, and then works until nothing is left to do. */
  void play(List<Happening> happenings) throws IOException {
    for (Happening happening : happenings) {
      if (happening instanceof Happening.Sent sent) {
        send(sent);
      } else if (happening instanceof Happening.Planned planned) {
        sandbox.addFaults(List.of(planned.fault()));
      } else if (happening instanceof Happening.Work work) {
        work(work.steps());
      } else if (happening instanceof Happening.Crash crash) {
        crash(crash.callsLeft());
      } else if (happening instanceof Happening.Freeze) {
        freeze();
      } else if (happening instanceof Happening.Replay replay) {
        replay(replay.which());
      } else if (happening instanceof Happening.Pass pass) {
        finishAll();
        clock.advance(pass.time());
      }
    }
    drain();
    notePositions();
  }

  private void replay(int which) {
    List<DeadLetter.Summary> letters =
        DeadLetterCalls.open(ledger).stream()
            .sorted(Comparator.comparing(DeadLetter.Summary::changeId))
            .toList();
    if (letters.isEmpty()) {
      return;
    }
    notePositions();
    String id = letters.get(which % letters.size()).changeId();
    List<String> done = DeadLetterCalls.replay(ledger, List.of(id)).done();
    if (done.contains(id)) {
      long behind = positions.values().stream().mapToLong(Long::longValue).max().orElseThrow();
      replayed.add(new Replayed(id, nextOf(accepted.get(id).tenant()), behind));
    }
  }

  private int nextOf(String tenant) {
    return acceptedOfTenant.merge(tenant, 1, Integer::sum) - 1;
  }

  /** A change has its position from the first time that it may be sent, and keeps it. */
  private void notePositions() {
    String query =
        "SELECT change_id, position FROM change"
            + " WHERE position IS NOT NULL AND duplicate_of IS NULL";
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet row = connection.createStatement().executeQuery(query)) {
      while (row.next()) {
        positions.putIfAbsent(row.getString(1), row.getLong(2));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(Happening.Sent sent) {
    ConnectorChange change = sent.change();
    accepted.computeIfAbsent(
        change.changeId(), id -> new Accepted(sent.tenant(), change, nextOf(sent.tenant())));
    ledger
        .recorder()
        .recordMessage(
            "queue:test",
            new ReceivedRow(
                0,
                change.changeId(),
                change,
                change.operation().wireName(),
                sent.tenant(),
                sent.tenant(),
                "target",
                null,
                null,
                "ID:" + change.changeId(),
                null,
                certificate(change)));
  }

  /** With the thumbprint under which the sandbox shows a certificate that it cannot open. */
  static ClientCertificate certificate(ConnectorChange change) {
    if (change.operation() != Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE) {
      return null;
    }
    String pfx = change.properties().path("pkcs12Value").asText();
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(pfx.getBytes(UTF_8));
      return new ClientCertificate(HexFormat.of().withUpperCase().formatHex(sha1), Instant.EPOCH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void work(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** Claims one more call or finishes one; false where there is neither. */
  private boolean step() throws IOException {
    boolean mayClaim = inFlight.size() < CALLS;
    if (mayClaim && (inFlight.isEmpty() || random.nextBoolean()) && claim()) {
      return true;
    }
    if (inFlight.isEmpty()) {
      return false;
    }
    finish(anyInFlight());
    return true;
  }

  private InFlight anyInFlight() {
    List<InFlight> calls = new ArrayList<>(inFlight.values());
    return calls.get(random.nextInt(calls.size()));
  }

  private boolean claim() {
    int number = random.nextInt(WORKERS);
    EngineWorker worker = workers.get(number);
    Optional<Claimed<GraphCall>> claimed =
        ledger
            .deliveries()
            .claim("run:" + number, 20, (due, view) -> plan(worker.planner(), due, view));
    if (claimed.isEmpty()) {
      return false;
    }
    String account = claimed.get().account();
    require(!inFlight.containsKey(account), "two calls of " + account + " in flight");
    require(
        !clock.instant().isBefore(parkedUntil.getOrDefault(account, Instant.MIN)),
        "a call of " + account + " before its Retry-After has passed");
    inFlight.put(account, new InFlight(claimed.get(), worker));
    return true;
  }

  private TenantPlan<GraphCall> plan(
      DeliveryPlanner planner, List<DueChange> due, LedgerView view) {
    TenantPlan<GraphCall> plan = planner.plan(due, view);
    Absences.of(plan, due, sandbox).assertTrue();
    for (Decision decision : plan.decisions()) {
      if (!(decision instanceof Decision.Retry)) {
        due.stream().filter(change -> change.seq() == decision.seq()).forEach(this::noteLook);
      }
    }
    return plan;
  }

  private void noteLook(DueChange change) {
    looks
        .computeIfAbsent(
            new Execution(change.change().changeId(), change.replay()), any -> new ArrayList<>())
        .add(new Look(acceptedOfTenant.get(change.account()), clock.instant()));
  }

  private void finish(InFlight call) throws IOException {
    inFlight.remove(call.account());
    ClaimResult result = answered(call);
    require(ledger.deliveries().settle(call.claimed(), result), "a lease was lost too early");
  }

  private ClaimResult answered(InFlight call) throws IOException {
    GraphResponse response;
    try {
      response = call(call.claimed().request().request());
    } catch (IOException e) {
      return call.worker().fail(call.claimed(), e);
    }
    Optional<Duration> pause = Pauses.asked(response);
    Instant until = clock.instant().plus(pause.orElse(Duration.ZERO));
    parkedUntil.merge(call.account(), until, (one, other) -> one.isAfter(other) ? one : other);
    return call.worker().answer(call.claimed(), response);
  }

  private GraphResponse call(GraphRequest request) throws IOException {
    // No two calls are at the same time, as in life.
    clock.advance(LATENCY);
    stale.remember(request.account(), clock.instant());
    return stale.aged(request, calls.send(request));
  }

  /** All that was in flight is lost with the process; with its memory. */
  private void crash(boolean callsLeft) {
    for (InFlight call : inFlight.values()) {
      if (callsLeft) {
        sendOnly(call.claimed());
      }
    }
    inFlight.clear();
    begin();
    ledger.deliveries().recoverLeases(true);
  }

  private void sendOnly(Claimed<GraphCall> claimed) {
    try {
      call(claimed.request().request());
    } catch (IOException e) {
      require(e.getMessage() != null, "a cut connection says so");
    }
  }

  /** The answer of a frozen worker comes too late: somebody else has its lease. */
  private void freeze() throws IOException {
    if (inFlight.isEmpty() && !claim()) {
      return;
    }
    InFlight frozen = anyInFlight();
    inFlight.remove(frozen.account());
    finishAll();
    ClaimResult result = answered(frozen);
    parkedUntil.remove(frozen.account());
    clock.advance(LEASE.plusSeconds(1));
    ledger.deliveries().recoverLeases(false);
    require(!ledger.deliveries().settle(frozen.claimed(), result), "settled without its lease");
  }

  private void finishAll() throws IOException {
    while (!inFlight.isEmpty()) {
      finish(anyInFlight());
    }
  }

  private void drain() throws IOException {
    for (int i = 0; i < MOST_STEPS; i++) {
      if (!step()) {
        Optional<Instant> next = ledger.deliveries().nextDue();
        if (next.isEmpty()) {
          return;
        }
        require(next.get().isAfter(clock.instant()), "something is due and is not claimed");
        clock.set(next.get());
      }
    }
    throw new AssertionError("no end in sight for " + unsettled());
  }

  private List<String> unsettled() {
    return accepted.keySet().stream()
        .flatMap(id -> ledger.reports().history(id).stream())
        .filter(history -> history.outcomes().isEmpty() && !history.state().equals("duplicate"))
        .map(history -> history.changeId() + " " + history.state() + ": " + history.reason())
        .toList();
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }

  @Override
  public void close() throws IOException {
    processes.close();
    calls.close();
    sandbox.close();
  }
}
