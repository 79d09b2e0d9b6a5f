package io.connectorroutes.engine;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.delivery.Backoff;
import io.connectorroutes.delivery.BatchSizes;
import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.Judge;
import io.connectorroutes.delivery.NameDirectory;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Judgement;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.ledger.Verdict;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * The engine without Camel: ledger, planner and judge, and calls to the sandbox over HTTP, one
 * after the other, by a clock that stands still until there is nothing to do.
 */
final class EngineRun implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final int MOST_STEPS = 1_000;
  private static final int WORKERS = 3;
  private static final Duration LATENCY = Duration.ofMillis(20);

  /** A change as it was sent, in that order. */
  record Accepted(String tenant, ConnectorChange change) {}

  private final TestClock clock = new TestClock(Cases.START);
  private final RandomGenerator random;
  private final LedgerSettings ledgerSettings;
  private final Sandbox sandbox;
  private final CloseableHttpClient http =
      HttpClients.custom().disableAutomaticRetries().disableCookieManagement().build();
  private final Map<String, Accepted> accepted = new LinkedHashMap<>();
  private final Set<String> awaited = new HashSet<>();
  private final Map<String, Claimed<GraphCall>> inFlight = new LinkedHashMap<>();
  private final Map<String, Instant> parkedUntil = new LinkedHashMap<>();
  private Ledger ledger;
  private DeliveryPlanner planner;
  private Judge judge;

  EngineRun(Path folder, long seed) {
    this.random = new SplittableRandom(seed);
    this.ledgerSettings =
        new LedgerSettings(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            null,
            null,
            null,
            folder.resolve("ledger.key"),
            LEASE);
    this.sandbox =
        Sandbox.start(
            SandboxOptions.builder()
                .clock(clock)
                .seed(Cases.SEED)
                .tenantOf(token -> null)
                .pageSize(3)
                .build());
    open();
  }

  private void open() {
    ledger = Ledgers.open(ledgerSettings, clock);
    GraphSettings settings =
        new GraphSettings(
            Cloud.custom(sandbox.root(), null),
            "v1.0",
            "/onPremisesPublishingProfiles/applicationProxy/connectors");
    GraphLists lists = new GraphLists(settings);
    NameDirectory directory = new NameDirectory();
    BatchSizes sizes = new BatchSizes(20);
    Backoff backoff = new Backoff(new SplittableRandom(random.nextLong()));
    DeliverySettings delivery =
        new DeliverySettings(1_000, Duration.ofHours(1), Duration.ofSeconds(10));
    planner =
        new DeliveryPlanner(
            new GraphRequests(settings),
            lists,
            directory,
            sizes,
            EngineRun::thumbprint,
            backoff,
            delivery);
    judge =
        new Judge(
            account -> ledger.deliveries().view(account),
            directory,
            sizes,
            lists,
            new NoTokens(),
            backoff,
            delivery);
  }

  /** As the sandbox takes a certificate that it cannot open. */
  private static Optional<String> thumbprint(String pkcs12Value, String password) {
    try {
      byte[] sha1 =
          MessageDigest.getInstance("SHA-1").digest(pkcs12Value.getBytes(StandardCharsets.UTF_8));
      return Optional.of(HexFormat.of().formatHex(sha1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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

  /** Changes that waited for a later one to give the name that they need. */
  Set<String> awaited() {
    return awaited;
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
      } else if (happening instanceof Happening.Pass pass) {
        finishAll();
        clock.advance(pass.time());
      }
    }
    drain();
  }

  private void send(Happening.Sent sent) {
    ConnectorChange change = sent.change();
    accepted.putIfAbsent(change.changeId(), new Accepted(sent.tenant(), change));
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
                null));
  }

  private void work(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** Claims one more call or finishes one; false where there is neither. */
  private boolean step() throws IOException {
    boolean mayClaim = inFlight.size() < WORKERS;
    if (mayClaim && (inFlight.isEmpty() || random.nextBoolean()) && claim()) {
      return true;
    }
    if (inFlight.isEmpty()) {
      return false;
    }
    finish(anyInFlight());
    return true;
  }

  private Claimed<GraphCall> anyInFlight() {
    List<Claimed<GraphCall>> calls = new ArrayList<>(inFlight.values());
    return calls.get(random.nextInt(calls.size()));
  }

  private boolean claim() {
    Optional<Claimed<GraphCall>> claimed = ledger.deliveries().claim("run:1", 20, this::plan);
    if (claimed.isEmpty()) {
      return false;
    }
    String account = claimed.get().account();
    require(!inFlight.containsKey(account), "two calls of " + account + " in flight");
    require(
        !clock.instant().isBefore(parkedUntil.getOrDefault(account, Instant.MIN)),
        "a call of " + account + " before its Retry-After has passed");
    inFlight.put(account, claimed.get());
    return true;
  }

  private TenantPlan<GraphCall> plan(List<DueChange> due, LedgerView view) {
    TenantPlan<GraphCall> plan = planner.plan(due, view);
    for (Verdict verdict : plan.verdicts()) {
      if (verdict instanceof Verdict.Awaiting) {
        due.stream()
            .filter(change -> change.seq() == verdict.seq())
            .forEach(change -> awaited.add(change.change().changeId()));
      }
    }
    return plan;
  }

  private void finish(Claimed<GraphCall> claimed) throws IOException {
    inFlight.remove(claimed.account());
    Judgement judgement = answered(claimed);
    require(ledger.deliveries().settle(claimed, judgement), "a lease was lost too early");
    if (judgement.park() != null) {
      parkedUntil.put(claimed.account(), judgement.park().until());
    }
  }

  private Judgement answered(Claimed<GraphCall> claimed) throws IOException {
    GraphResponse response;
    try {
      response = call(claimed.request().request());
    } catch (IOException e) {
      return judge.judgeFailure(claimed, e);
    }
    return judge.judge(claimed, response);
  }

  private GraphResponse call(GraphRequest request) throws IOException {
    ClassicRequestBuilder builder =
        ClassicRequestBuilder.create(request.method())
            .setUri(sandbox.root() + request.path())
            .addHeader("X-Sandbox-Tenant", request.account())
            .addHeader("client-request-id", request.clientRequestId());
    // No two calls are at the same time, as in life.
    clock.advance(LATENCY);
    if (request.body() != null) {
      builder.setEntity(request.body().toString(), ContentType.APPLICATION_JSON);
    }
    return http.execute(builder.build(), EngineRun::read);
  }

  private static GraphResponse read(ClassicHttpResponse response) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    byte[] body =
        response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
    return new GraphResponse(response.getCode(), headers, body);
  }

  /** All that was in flight is lost with the process; with its memory. */
  private void crash(boolean callsLeft) {
    for (Claimed<GraphCall> claimed : inFlight.values()) {
      if (callsLeft) {
        sendOnly(claimed);
      }
    }
    inFlight.clear();
    ledger.close();
    open();
    ledger.deliveries().takeBack(true);
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
    Claimed<GraphCall> frozen = anyInFlight();
    inFlight.remove(frozen.account());
    finishAll();
    Judgement judgement = answered(frozen);
    clock.advance(LEASE.plusSeconds(1));
    ledger.deliveries().takeBack(false);
    require(!ledger.deliveries().settle(frozen, judgement), "settled without its lease");
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
    ledger.close();
    http.close();
    sandbox.close();
  }

  /** The sandbox asks for none. */
  private static final class NoTokens implements Tokens {
    @Override
    public boolean rejected(String account, String wwwAuthenticate) {
      throw new AssertionError("the sandbox refuses no token");
    }

    @Override
    public void accepted(String account) {
      // Nothing to follow.
    }
  }
}
