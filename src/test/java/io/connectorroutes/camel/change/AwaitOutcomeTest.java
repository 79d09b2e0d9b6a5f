package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.SharedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exchange that waits for the outcome of its change. */
class AwaitOutcomeTest {
  private static final String AWAIT = "connector-change:submit?await=outcome&timeout=2m";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path home;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Host host = new Host(sandbox);

  @AfterEach
  void stop() {
    host.close();
    sandbox.close();
  }

  private static String change(String changeId) {
    return Requests.create(changeId, "connector-" + changeId).toString();
  }

  private static OutcomeRecord outcome(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    return exchange.getMessage().getBody(OutcomeRecord.class);
  }

  @Test
  void theOutcomeIsTheBody() throws Exception {
    host.start(home);
    Exchange exchange = host.send(AWAIT, change("a"));
    assertThat(outcome(exchange).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(outcome(exchange).changeId()).isEqualTo("a");
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry(ConnectorChangeConstants.CHANGE_ID, "a")
        .containsEntry(ConnectorChangeConstants.OUTCOME, "applied");
  }

  @Test
  void aDuplicateGetsTheOutcomeOfTheFirst() throws Exception {
    host.start(home);
    OutcomeRecord first = outcome(host.send(AWAIT, change("a")));
    Exchange second = host.send(AWAIT, change("a"));
    assertThat(outcome(second)).isEqualTo(first);
    assertThat(second.getMessage().getHeader(ConnectorChangeConstants.DUPLICATE)).isEqualTo(true);
    assertThat(sandbox.journal()).filteredOn(entry -> entry.method().equals("POST")).hasSize(1);
  }

  @Test
  void whatGraphRefusesIsAnOutcomeAsWell() throws Exception {
    sandbox.addFaults(List.of(Fault.on("POST", "/v1.0/identity/apiConnectors").answer(400)));
    host.start(home);
    assertThat(outcome(host.send(AWAIT, change("a"))).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(sandbox.faultsFired()).hasSize(1);
  }

  @Test
  void whenTheTimeIsOverTheChangeGoesOn() throws Exception {
    host.withoutDelivery().start(home);
    Exchange exchange =
        host.send("connector-change:submit?await=outcome&timeout=50ms", change("a"));
    assertThat(exchange.getException())
        .isInstanceOf(OutcomePendingException.class)
        .hasMessageStartingWith("change a has no outcome after 50 ms and goes on");
    assertThat(host.ledger().reports().history("a").get(0).state()).isEqualTo("waiting");
  }

  @Test
  void whoWaitsHoldsNoThread() throws Exception {
    host.withoutDelivery().start(home);
    AsyncProducer producer = host.context().getEndpoint(AWAIT).createAsyncProducer();
    producer.start();
    int many = 100;
    CountDownLatch done = new CountDownLatch(many);
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getIn().setBody(change("id-" + i));
      exchanges.add(exchange);
      // All of them in this thread, which has them all under way at once.
      assertThat(producer.process(exchange, sync -> done.countDown())).isFalse();
    }
    assertThat(done.getCount()).isEqualTo(many);

    host.context().stop();
    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(exchanges)
        .extracting(Exchange::getException)
        .allSatisfy(
            e ->
                assertThat(e)
                    .isInstanceOf(OutcomePendingException.class)
                    .hasMessageContaining("before the application stops"));
  }

  @Test
  void anApplicationThatStopsDoesNotWaitForOutcomes() throws Exception {
    host.withoutDelivery()
        .start(
            home,
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:in").to(AWAIT);
              }
            });
    var sent =
        host.context()
            .createProducerTemplate()
            .asyncSend("direct:in", e -> e.getIn().setBody(change("a")));
    Awaitility.await().atMost(TIMEOUT).until(() -> !host.ledger().reports().history("a").isEmpty());
    host.context().getShutdownStrategy().setTimeout(TIMEOUT.toSeconds());
    host.context().stop();
    // Else it would have been the time-out of the stop that ended it.
    assertThat(sent.get(10, TimeUnit.SECONDS).getException())
        .isInstanceOf(OutcomePendingException.class)
        .hasMessageContaining("before the application stops");
  }

  @Test
  void whatAnotherProcessSettlesComesAsWell() throws Exception {
    String url = SharedPostgres.emptyDatabase("await_outcome");
    Host other = new Host(sandbox);
    try {
      for (Host one : List.of(host.withoutDelivery(), other)) {
        one.set("ledger.url", url)
            .set("ledger.user", SharedPostgres.USER)
            .set("ledger.password", SharedPostgres.USER)
            .set("ledger.key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
      }
      host.start(home.resolve("one"));
      other.start(home.resolve("other"));
      other.ledger();
      assertThat(outcome(host.send(AWAIT, change("a"))).outcome()).isEqualTo(Outcome.APPLIED);
    } finally {
      other.close();
    }
  }

  @Test
  void whatWasSubmittedBeforeAKillIsAppliedOnceAfterARestart() throws Exception {
    try (ForkedJvm submitting =
        ForkedJvm.run(
            SubmittingProcess.class, sandbox.root().toString(), home.toString(), change("a"))) {
      assertThat(submitting.linesUntilTheEnd()).contains("{changeId=a, duplicate=false}");
      assertThat(submitting.exitStatus()).isEqualTo(SubmittingProcess.HALTED);
    }
    host.set("graph.lost-answer-wait", "100ms").start(home);
    Exchange again = host.send(AWAIT, change("a"));
    assertThat(again.getMessage().getHeader(ConnectorChangeConstants.DUPLICATE)).isEqualTo(true);
    assertThat(outcome(again).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(sandbox.journal())
        .filteredOn(entry -> entry.method().equals("POST") && entry.applied())
        .hasSize(1);
  }
}
