package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TroubledLedger;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application submits is in the ledger when its exchange goes on. */
class SubmitTest {
  private static final String SUBMIT = "connector-change:submit";

  @TempDir Path home;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Host host = new Host(sandbox).withoutDelivery();

  @AfterEach
  void stop() {
    host.close();
    sandbox.close();
  }

  private static ObjectNode change(String changeId) {
    return Requests.create(changeId, "connector-" + changeId);
  }

  private static byte[] bytes(String changeId) {
    return change(changeId).toString().getBytes(StandardCharsets.UTF_8);
  }

  private Exchange submitted(Object body, Map<String, Object> headers) {
    Exchange exchange = host.send(SUBMIT, body, headers);
    if (exchange.getException() != null) {
      throw new AssertionError(exchange.getException());
    }
    return exchange;
  }

  private InvalidChangeException refused(String uri, Object body) {
    Exchange exchange = host.send(uri, body);
    assertThat(exchange.getException()).isInstanceOf(InvalidChangeException.class);
    return (InvalidChangeException) exchange.getException();
  }

  private List<History> history(String changeId) {
    return host.ledger().reports().history(changeId);
  }

  @Test
  void everyKindOfBodyIsOneChange() throws Exception {
    host.start(home);
    Map<String, Object> bodies = new HashMap<>();
    bodies.put("text", change("text").toString());
    bodies.put("bytes", bytes("bytes"));
    bodies.put("stream", new ByteArrayInputStream(bytes("stream")));
    bodies.put("cache", new InputStreamCache(bytes("cache")));
    bodies.put("file", Files.write(home.resolve("change.json"), bytes("file")).toFile());
    bodies.put("map", new ObjectMapper().convertValue(change("map"), Map.class));
    bodies.put("tree", change("tree"));
    bodies.put("change", ChangeJson.read(bytes("change")));
    ObjectNode event = Json.object("{'specversion':'1.0','id':'event','source':'/x','type':'y'}");
    event.set("data", change("event").without("changeId"));
    bodies.put("event", event.toString());
    bodies.forEach(
        (changeId, body) -> {
          Exchange exchange = submitted(body, Map.of());
          assertThat(exchange.getMessage().getBody())
              .isEqualTo(Map.of("changeId", changeId, "duplicate", false));
          assertThat(exchange.getMessage().getHeaders())
              .containsEntry(ConnectorChangeConstants.CHANGE_ID, changeId)
              .containsEntry(ConnectorChangeConstants.DUPLICATE, false);
          assertThat(history(changeId)).extracting(History::job).containsExactly("submit");
        });
  }

  @Test
  void anEventInBinaryModeGivesTheIdByAnyNameOfItsHeader() throws Exception {
    host.start(home);
    for (String header :
        List.of("CamelCloudEventID", "Ce-Id", "ce_id", "cloudEvents:id", "cloudEvents_id")) {
      String body = change("x").without("changeId").toString();
      String id = "of:" + header;
      assertThat(submitted(body, Map.of(header, id)).getMessage().getBody())
          .isEqualTo(Map.of("changeId", id, "duplicate", false));
    }
    assertThat(submitted(change("own").toString(), Map.of("ce-id", "other")).getMessage())
        .extracting(message -> message.getHeader(ConnectorChangeConstants.CHANGE_ID))
        .isEqualTo("own");
  }

  @Test
  void whatIsInvalidIsRefusedFieldByFieldAndIsInNoLedger() throws Exception {
    host.start(home);
    ObjectNode wrong = change("wrong");
    wrong.put("tenent", Requests.CANARY);
    ((ObjectNode) wrong.get("properties")).put("targetUrl", "http://" + Requests.CANARY);
    InvalidChangeException e = refused(SUBMIT, wrong);
    assertThat(e.getErrorCode()).isEqualTo("invalid");
    assertThat(e.getProblems())
        .extracting(FieldProblem::field)
        .contains("tenent", "properties.targetUrl");
    assertThat(e.toString() + e.getProblems()).doesNotContain(Requests.CANARY);

    assertThat(refused(SUBMIT, change("x").without("changeId")).getField()).isEqualTo("changeId");
    assertThat(refused(SUBMIT, "no JSON " + Requests.CANARY))
        .satisfies(other -> assertThat(other.getErrorCode()).isEqualTo("unreadable"))
        .satisfies(other -> assertThat(other.getMessage()).doesNotContain(Requests.CANARY));
    assertThat(refused(SUBMIT, null)).hasMessageContaining("is empty");
    assertThat(refused(SUBMIT, 42L)).hasMessageContaining("java.lang.Long");
    assertThat(refused(SUBMIT, Map.of("changeId", new Object())))
        .hasMessageContaining("JSON cannot have");
    assertThat(refused(SUBMIT, "\ud800")).hasMessageContaining("surrogate");
    assertThat(refused(SUBMIT, new ByteArrayInputStream(new byte[3 << 20])))
        .hasMessageContaining("more than the 1048576");
    assertThat(host.ledger().reports().openChanges()).isZero();
    assertThat(DeadLetterCalls.open(host.ledger())).isEmpty();
    assertThat(history("wrong")).isEmpty();
  }

  @Test
  void theSameContentIsADuplicateAndOtherContentUnderAKnownIdIsRefused() throws Exception {
    host.start(home);
    submitted(change("a"), Map.of());
    assertThat(submitted(change("a"), Map.of()).getMessage().getBody())
        .isEqualTo(Map.of("changeId", "a", "duplicate", true));
    ObjectNode other = Requests.create("a", "other");
    assertThat(refused(SUBMIT, other))
        .hasMessageStartingWith("changeId reused: a")
        .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("changeIdReused"));
    assertThat(history("a")).extracting(History::state).containsExactly("duplicate", "waiting");
    assertThat(DeadLetterCalls.open(host.ledger())).isEmpty();
  }

  @Test
  void oneOfTwoThreadsThatSubmitAnIdAtTheSameTimeIsTheFirst() throws Exception {
    host.start(home);
    int threads = 8;
    ExecutorService senders = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 10; round++) {
        String id = "round-" + round;
        CountDownLatch ready = new CountDownLatch(threads);
        Callable<Object> submits =
            () -> {
              ready.countDown();
              ready.await();
              return submitted(change(id), Map.of())
                  .getMessage()
                  .getBody(Map.class)
                  .get("duplicate");
            };
        List<Object> duplicates = new ArrayList<>();
        for (var future : senders.invokeAll(Collections.nCopies(threads, submits))) {
          duplicates.add(future.get());
        }
        assertThat(duplicates).as(id).containsOnlyOnce(false).hasSize(threads);
      }
    } finally {
      senders.shutdownNow();
    }
  }

  @Test
  void anEndpointOfATenantServesNoOther() throws Exception {
    host.set("graph.tenants.fabrikam.tenant-id", "fabrikam").start(home);
    host.send(SUBMIT + "?tenant=fabrikam", change("unnamed"));
    host.send(SUBMIT + "?tenant=fabrikam", change("named").put("tenant", "fabrikam"));
    host.send(SUBMIT + "?tenant=default", change("default"));
    assertThat(history("unnamed")).extracting(History::tenant).containsExactly("fabrikam");
    assertThat(history("named")).extracting(History::tenant).containsExactly("fabrikam");
    assertThat(history("default").get(0).tenant()).isEqualTo("default");
    ObjectNode foreign = change("foreign").put("tenant", "fabrikam");
    assertThat(refused(SUBMIT + "?tenant=default", foreign).getField()).isEqualTo("tenant");
    assertThat(history("foreign")).isEmpty();
    assertThatThrownBy(() -> host.context().getEndpoint(SUBMIT + "?tenant=contoso"))
        .rootCause()
        .hasMessage(
            "connector-change:submit?tenant=contoso is not configured: set"
                + " connector-routes.graph.tenants.contoso.tenant-id, or give another alias");
  }

  @Test
  void aReferenceToAnEarlierChangeNeedsToBeAllowed() throws Exception {
    host.start(home);
    submitted(change("earlier"), Map.of());
    assertThat(refused(SUBMIT, referring())).hasMessageContaining("secrets.allow");
    assertThat(history("referring")).isEmpty();
  }

  @Test
  void aReferenceToAnEarlierChangeIsFollowedWhereItIsAllowed() throws Exception {
    host.set("secrets.allow", "change:**").start(home);
    submitted(change("earlier"), Map.of());
    submitted(referring(), Map.of());
    assertThat(history("referring")).hasSize(1);
  }

  private static ObjectNode referring() {
    ObjectNode change = change("referring");
    ((ObjectNode) change.at("/properties/authenticationConfiguration"))
        .putObject("password")
        .put("secretRef", "change:earlier");
    return change;
  }

  @Test
  void whileTheLedgerIsAwayItFailsAndNothingIsSwallowed() throws Exception {
    TroubledLedger trouble = new TroubledLedger();
    host.around(trouble::around).start(home);
    trouble.goAway();
    InputStreamCache body = new InputStreamCache(bytes("a"));
    assertThat(host.send(SUBMIT, body).getException())
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(trouble.troubles()).isOne();
    trouble.comeBack();
    assertThat(submitted(body, Map.of()).getMessage().getBody())
        .isEqualTo(Map.of("changeId", "a", "duplicate", false));
  }

  @Test
  void jobsHaveNamesThatNoFileHas() throws Exception {
    host.start(home);
    host.send(SUBMIT + "?job=orders", change("a"));
    assertThat(history("a")).extracting(History::job).containsExactly("orders");
    for (String job : List.of("orders.csv", "a b", "x~2")) {
      assertThatThrownBy(() -> host.context().getEndpoint(SUBMIT + "?job=RAW(" + job + ")"))
          .as(job)
          .rootCause()
          .hasMessageContaining("job can have");
    }
  }
}
