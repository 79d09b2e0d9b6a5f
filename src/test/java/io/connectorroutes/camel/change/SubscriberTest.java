package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Subscriber;
import io.connectorroutes.ledger.Subscription;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that begin with what became of changes. */
class SubscriberTest {
  private static final String AWAIT = "connector-change:submit?await=outcome&timeout=2m";

  @TempDir Path home;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Host host = new Host(sandbox);
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    host.close();
    sandbox.close();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  /** A route from an endpoint. */
  private static RouteBuilder from(String id, String uri, Processor processor) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from(uri).routeId(id).process(processor);
      }
    };
  }

  private RouteBuilder collecting(String uri) {
    return from("theirs", uri, exchanges::add);
  }

  private OutcomeRecord submit(String changeId) {
    Exchange exchange = host.send(AWAIT, Requests.create(changeId, "connector-" + changeId));
    assertThat(exchange.getException()).isNull();
    return exchange.getMessage().getBody(OutcomeRecord.class);
  }

  /** Of another worker. */
  private Subscription<OutcomeRecord> subscription(String subscriber) {
    return host.ledger()
        .subscriptions()
        .outcomes(new Subscriber(subscriber, "other", Subscriber.From.NOW));
  }

  private List<Object> bodies() {
    return exchanges.stream().map(exchange -> exchange.getMessage().getBody()).toList();
  }

  @Test
  void eachSubscriberGetsEachOutcome() throws Exception {
    List<Object> others = new CopyOnWriteArrayList<>();
    host.start(
        home,
        collecting("connector-change:outcomes?subscriber=crm"),
        from(
            "others",
            "connector-change:outcomes?subscriber=audit",
            exchange -> others.add(exchange.getMessage().getBody())));
    List<OutcomeRecord> outcomes = List.of(submit("a"), submit("b"));
    await().until(() -> exchanges.size() == 2 && others.size() == 2);
    assertThat(bodies()).isEqualTo(outcomes).isEqualTo(others);
    assertThat(exchanges.get(0).getMessage().getHeaders())
        .containsEntry(ConnectorChangeConstants.CHANGE_ID, "a")
        .containsEntry(ConnectorChangeConstants.OUTCOME, "applied");
  }

  @Test
  void anOutcomeIsTextWhereThatIsAskedFor() throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<Exchange> events = new CopyOnWriteArrayList<>();
    host.start(
        home,
        collecting("connector-change:outcomes?subscriber=json&format=json"),
        from(
            "events",
            "connector-change:outcomes?subscriber=events&format=cloudevent",
            events::add));
    OutcomeRecord outcome = submit("a");
    await().until(() -> exchanges.size() == 1 && events.size() == 1);
    JsonNode line = json.readTree(exchanges.get(0).getMessage().getBody(String.class));
    assertThat(line.path("outcomeId").asText()).isEqualTo(outcome.outcomeId());
    assertThat(exchanges.get(0).getMessage().getHeader(Exchange.CONTENT_TYPE))
        .isEqualTo("application/json");
    JsonNode event = json.readTree(events.get(0).getMessage().getBody(String.class));
    assertThat(event.path("data")).isEqualTo(line);
    assertThat(event.path("id").asText()).isEqualTo(outcome.outcomeId());
    assertThat(event.path("subject").asText()).isEqualTo("a");
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(events.get(0).getMessage().getHeader(Exchange.CONTENT_TYPE))
        .isEqualTo("application/cloudevents+json");
  }

  @Test
  void whereAnExchangeFailsItsOutcomeComesAgainAndNothingBehindItComesFirst() throws Exception {
    Set<String> failed = ConcurrentHashMap.newKeySet();
    List<String> others = new CopyOnWriteArrayList<>();
    host.start(
        home,
        from(
            "theirs",
            "connector-change:outcomes?subscriber=crm",
            exchange -> {
              exchanges.add(exchange);
              if (failed.add(exchange.getMessage().getBody(OutcomeRecord.class).changeId())) {
                throw new IllegalStateException("as the test asks for");
              }
            }),
        from(
            "others",
            "connector-change:outcomes?subscriber=audit",
            exchange -> others.add(exchange.getMessage().getBody(OutcomeRecord.class).changeId())));
    submit("a");
    submit("b");
    await().until(() -> exchanges.size() == 4 && others.size() == 2);
    assertThat(bodies())
        .extracting(body -> ((OutcomeRecord) body).changeId())
        .containsExactly("a", "a", "b", "b");
    assertThat(others).containsExactly("a", "b");
  }

  @Test
  void whoComesBackGoesOnWhereItWas() throws Exception {
    host.start(home, collecting("connector-change:outcomes?subscriber=crm"));
    submit("a");
    await().until(() -> exchanges.size() == 1);
    host.context().getRouteController().stopRoute("theirs");
    submit("b");
    submit("c");
    assertThat(exchanges).hasSize(1);
    host.context().getRouteController().startRoute("theirs");
    await().until(() -> exchanges.size() == 3);
    host.context().getRouteController().suspendRoute("theirs");
    submit("d");
    Subscription<OutcomeRecord> other = subscription("crm");
    await().until(() -> other.lease(Duration.ofMinutes(1)));
    assertThat(other.next(10)).extracting(entry -> entry.what().changeId()).containsExactly("d");
    other.release();
    assertThat(exchanges).hasSize(3);
    host.context().getRouteController().resumeRoute("theirs");
    await().until(() -> exchanges.size() == 4);
    assertThat(bodies())
        .extracting(body -> ((OutcomeRecord) body).changeId())
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatIsUnderWayWhenTheApplicationStopsIsFinishedAndNotGivenAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    host.start(
        home,
        from(
            "theirs",
            "connector-change:outcomes?subscriber=crm",
            exchange -> {
              begun.countDown();
              goesOn.await();
              exchanges.add(exchange);
            }));
    submit("a");
    begun.await();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host.context()::stop);
    await().until(() -> host.context().isStopping());
    assertThat(exchanges).isEmpty();
    goesOn.countDown();
    stopped.get(2, TimeUnit.MINUTES);
    assertThat(exchanges).hasSize(1);

    try (Host again = new Host(sandbox)) {
      again.start(home, collecting("connector-change:outcomes?subscriber=crm"));
      again.send(AWAIT, Requests.create("b", "connector-b"));
      await().until(() -> exchanges.size() == 2);
    }
    assertThat(bodies())
        .extracting(body -> ((OutcomeRecord) body).changeId())
        .containsExactly("a", "b");
  }

  @Test
  void aNewSubscriberBeginsNowOrWithTheOldest() throws Exception {
    List<String> all = new CopyOnWriteArrayList<>();
    host.start(home);
    submit("before");
    host.context().addRoutes(collecting("connector-change:outcomes?subscriber=new"));
    // It is known as soon as the route has started.
    assertThat(subscription("new").lease(Duration.ofMinutes(1))).isFalse();
    host.context()
        .addRoutes(
            from(
                "all",
                "connector-change:outcomes?subscriber=all&from=earliest",
                e -> all.add(e.getMessage().getBody(OutcomeRecord.class).changeId())));
    submit("after");
    await().until(() -> exchanges.size() == 1 && all.size() == 2);
    assertThat(all).containsExactly("before", "after");
    assertThat(bodies())
        .extracting(body -> ((OutcomeRecord) body).changeId())
        .containsExactly("after");
  }

  @Test
  void aSubscriberOfATenantGetsNoOther() throws Exception {
    host.set("graph.tenants.fabrikam.tenant-id", "fabrikam")
        .start(home, collecting("connector-change:outcomes?subscriber=crm&tenant=fabrikam"));
    submit("a");
    host.send(AWAIT + "&tenant=fabrikam", Requests.create("b", "b"));
    submit("c");
    host.send(AWAIT + "&tenant=fabrikam", Requests.create("d", "d"));
    await().until(() -> exchanges.size() == 2);
    assertThat(bodies())
        .extracting(body -> ((OutcomeRecord) body).changeId())
        .containsExactly("b", "d");
  }

  @Test
  void aDeadLetterComesAsItsDocumentAndItsChangeCanBeReplayed() throws Exception {
    sandbox.addFaults(List.of(Fault.on("POST", "/v1.0/identity/apiConnectors").answer(400)));
    host.start(home, collecting("connector-change:dead-letters?subscriber=crm"));
    assertThat(submit("a").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(submit("fine").outcome()).isEqualTo(Outcome.APPLIED);
    await().until(() -> exchanges.size() == 1);
    assertThat(sandbox.faultsFired()).hasSize(1);
    Exchange letter = exchanges.get(0);
    JsonNode document = new ObjectMapper().readTree(letter.getMessage().getBody(String.class));
    assertThat(document.at("/change/changeId").asText()).isEqualTo("a");
    assertThat(document.at("/outcome/outcome").asText()).isEqualTo("failed");
    assertThat(document.toString()).doesNotContain(Requests.CANARY);
    assertThat(letter.getMessage().getHeaders())
        .containsEntry(Exchange.FILE_NAME, "a.json")
        .containsEntry(ConnectorChangeConstants.CHANGE_ID, "a")
        .containsEntry(ConnectorChangeConstants.OUTCOME, "failed")
        .containsKey(ConnectorChangeConstants.CAUSE);

    Exchange replayed = host.send("connector-change:replay", List.of("a", "fine", "nobody", "a"));
    assertThat(replayed.getMessage().getBody())
        .isEqualTo(
            List.of(
                result("a", true, null),
                result("fine", false, "it has no open dead letter"),
                result("nobody", false, "no change of that id is known")));
    await()
        .until(
            () ->
                host.ledger().reports().history("a").get(0).outcomes().stream()
                    .anyMatch(outcome -> outcome.outcome() == Outcome.APPLIED));
  }

  private static Map<String, Object> result(String changeId, boolean replayed, String reason) {
    Map<String, Object> result = new HashMap<>();
    result.put("changeId", changeId);
    result.put("replayed", replayed);
    result.put("reason", reason);
    return result;
  }

  @Test
  void replayTakesOneIdAndLeavesWhatIsOfAnotherTenant() throws Exception {
    sandbox.addFaults(List.of(Fault.on("POST", "/v1.0/identity/apiConnectors").answer(400)));
    host.set("graph.tenants.fabrikam.tenant-id", "fabrikam").start(home);
    assertThat(submit("a").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(host.send("connector-change:replay?tenant=fabrikam", "a").getMessage().getBody())
        .isEqualTo(List.of(result("a", false, "it is a change of another tenant than fabrikam")));
    assertThat(host.send("connector-change:replay?tenant=default", "a").getMessage().getBody())
        .isEqualTo(List.of(result("a", true, null)));
    assertThat(host.send("connector-change:replay", 17).getException())
        .hasMessage(
            "connector-change:replay needs a changeId or a list of them: set the body to it");
  }

  @Test
  void aSubscriberNeedsAName() throws Exception {
    host.start(home);
    assertThatThrownBy(
            () ->
                host.context().addRoutes(collecting("connector-change:outcomes?subscriber=a%20b")))
        .rootCause()
        .hasMessageStartingWith("a subscriber needs a name of 1 to 64 letters");
  }
}
