package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest extends SandboxTest {
  private static final String PATH = "/v1.0/identity/apiConnectors";
  private static final Duration BOUND = Duration.ofMinutes(2);

  @BeforeEach
  void begin() {
    start(SandboxOptions.builder().clock(clock));
  }

  private void plan(Fault... faults) {
    sandbox.addFaults(List.of(faults));
  }

  private int made() {
    return sandbox.state("default").path("apiConnectors").size();
  }

  private Back create(String name) throws Exception {
    return graph.post(PATH, GraphCaller.newApiConnector(name));
  }

  private CompletableFuture<HttpResponse<String>> createLater(String name) {
    return graph
        .client()
        .sendAsync(
            graph.request(
                "POST",
                PATH,
                GraphCaller.newApiConnector(name),
                "Content-Type",
                "application/json"),
            BodyHandlers.ofString());
  }

  private void assertFired(FaultAction... actions) {
    assertThat(sandbox.faultsFired()).extracting(f -> f.fault().action()).containsExactly(actions);
  }

  @Test
  void answersInsteadOfCarryingOut() throws Exception {
    plan(
        Fault.on("POST", PATH)
            .headers(Map.of("Retry-After", "2.128"))
            .error("activityLimitReached", "Slow down.")
            .answer(503));

    Back hit = create("One");
    Back next = create("Two");

    assertThat(hit.status()).isEqualTo(503);
    assertThat(hit.header("Retry-After")).isEqualTo("2.128");
    assertThat(hit.code()).isEqualTo("activityLimitReached");
    assertThat(hit.error()).isEqualTo("Slow down.");
    assertThat(hit.body().at("/error/innerError/request-id").asText())
        .isEqualTo(hit.header("request-id"));
    assertThat(next.status()).isEqualTo(201);
    assertThat(made()).isEqualTo(1);
    assertFired(FaultAction.ANSWER);
    assertThat(sandbox.faultsFired().get(0).request()).isEqualTo(1);
    assertThat(sandbox.journal().get(0).fault()).isEqualTo("answer");
    assertThat(sandbox.journal().get(0).applied()).isFalse();
    assertThat(sandbox.journal().get(0).delivered()).isTrue();
  }

  @Test
  void answersWithABodyThatIsNoJson() throws Exception {
    plan(Fault.on(null, null).body(TextNode.valueOf("<html>Bad Gateway</html>")).answer(502));

    Back hit = graph.get(PATH);

    assertThat(hit.status()).isEqualTo(502);
    assertThat(hit.header("Content-Type")).isEqualTo("text/plain");
    assertThat(hit.response().body()).isEqualTo("<html>Bad Gateway</html>");
    assertFired(FaultAction.ANSWER);
  }

  @Test
  void carriesOutAndAnswersOtherwise() throws Exception {
    plan(Fault.on("POST", PATH).applyThenAnswer(504));

    Back hit = create("Done nevertheless");

    assertThat(hit.status()).isEqualTo(504);
    assertThat(made()).isEqualTo(1);
    assertThat(lastEntry().applied()).isTrue();
    assertThat(lastEntry().status()).isEqualTo(504);
    assertFired(FaultAction.APPLY_THEN_ANSWER);
  }

  @Test
  void whatTheRequestItselfMadeImpossibleIsNotCarriedOut() throws Exception {
    plan(Fault.on("POST", PATH).applyThenAnswer(504));

    assertThat(graph.post(PATH, "{}").status()).isEqualTo(504);
    assertThat(lastEntry().applied()).isFalse();
    assertFired(FaultAction.APPLY_THEN_ANSWER);
  }

  @Test
  void cutsBeforeCarryingOut() {
    plan(Fault.on("POST", PATH).does(FaultAction.CUT));

    assertThatThrownBy(() -> create("Lost")).isInstanceOf(IOException.class);
    assertThat(made()).isZero();
    assertThat(lastEntry().status()).isNull();
    assertThat(lastEntry().delivered()).isFalse();
    assertThat(lastEntry().applied()).isFalse();
    assertFired(FaultAction.CUT);
  }

  @Test
  void carriesOutThenCuts() throws Exception {
    plan(Fault.on("POST", PATH).does(FaultAction.APPLY_THEN_CUT));

    assertThatThrownBy(() -> create("Lost answer")).isInstanceOf(IOException.class);
    assertThat(made()).isEqualTo(1);
    assertThat(lastEntry().applied()).isTrue();
    assertThat(lastEntry().delivered()).isFalse();
    assertFired(FaultAction.APPLY_THEN_CUT);
    assertThat(create("After").status()).isEqualTo(201);
  }

  @Test
  void delaysBeforeCarryingOut() throws Exception {
    plan(Fault.on("POST", PATH).delay(Duration.ofSeconds(1)).does(FaultAction.DELAY));

    CompletableFuture<HttpResponse<String>> pending = createLater("Late");
    await().atMost(BOUND).until(() -> sandbox.faultsFired().size() == 1);
    assertThat(made()).isZero();

    assertThat(pending.get(2, TimeUnit.MINUTES).statusCode()).isEqualTo(201);
    assertThat(made()).isEqualTo(1);
    assertThat(lastEntry().fault()).isEqualTo("delay");
  }

  @Test
  void delaysTheAnswerAfterCarryingOut() throws Exception {
    plan(Fault.on("POST", PATH).delay(Duration.ofSeconds(1)).does(FaultAction.APPLY_THEN_DELAY));

    CompletableFuture<HttpResponse<String>> pending = createLater("At once");
    await().atMost(BOUND).until(() -> made() == 1);
    assertThat(pending).isNotDone();
    assertThat(sandbox.journal().get(0).status()).isNull();

    assertThat(pending.get(2, TimeUnit.MINUTES).statusCode()).isEqualTo(201);
    assertFired(FaultAction.APPLY_THEN_DELAY);
  }

  @Test
  void hangsUntilReset() {
    plan(Fault.on("POST", PATH).does(FaultAction.APPLY_THEN_HANG));

    CompletableFuture<HttpResponse<String>> pending = createLater("Hanging");
    await().atMost(BOUND).until(() -> sandbox.journal().size() == 1 && lastEntry().applied());
    assertThat(pending).isNotDone();
    assertThat(made()).isEqualTo(1);
    assertFired(FaultAction.APPLY_THEN_HANG);

    await()
        .atMost(BOUND)
        .until(
            () -> {
              sandbox.reset();
              return pending.isCompletedExceptionally();
            });
    assertThat(made()).isZero();
    assertThat(sandbox.journal()).isEmpty();
    assertThat(sandbox.faultsFired()).isEmpty();
  }

  @Test
  void aHangThatCarriesNothingOut() {
    plan(Fault.on("POST", PATH).does(FaultAction.HANG));

    CompletableFuture<HttpResponse<String>> pending = createLater("Hanging");
    await().atMost(BOUND).until(() -> sandbox.faultsFired().size() == 1);

    assertThat(pending).isNotDone();
    assertThat(made()).isZero();
    sandbox.close();
    await().atMost(BOUND).until(pending::isCompletedExceptionally);
  }

  @Test
  void skipsAndHitsSoManyAsPlanned() throws Exception {
    plan(Fault.on("GET", PATH).skip(1).times(2).answer(500));

    assertThat(
            List.of(
                graph.get(PATH).status(),
                graph.get(PATH + "/other").status(),
                graph.get(PATH).status(),
                graph.get(PATH).status(),
                graph.get(PATH).status()))
        .containsExactly(200, 404, 500, 500, 200);
    assertFired(FaultAction.ANSWER, FaultAction.ANSWER);
  }

  @Test
  void faultsAreAskedInOrder() throws Exception {
    plan(Fault.on("GET", PATH).answer(500), Fault.on("GET", null).answer(502));

    assertThat(List.of(graph.get(PATH).status(), graph.get(PATH).status()))
        .containsExactly(500, 502);
  }

  @Test
  void meetsOnlyWhatItsConditionsSay() throws Exception {
    plan(
        Fault.on("PATCH", "/*/identity/apiConnectors/*").answer(501),
        Fault.on("POST", PATH).bodyContains("\"displayName\":\"Unlucky\"").answer(502),
        Fault.on("GET", "/beta/**").answer(503),
        Fault.on("GET", PATH).tenant("other").answer(504));

    String id = graph.apiConnector("Lucky");
    assertThat(id).isNotEmpty();
    assertThat(graph.post(PATH + "/" + id + "/uploadClientCertificate", "{}").status())
        .isEqualTo(400);
    assertThat(graph.get(PATH).status()).isEqualTo(200);
    assertThat(sandbox.faultsFired()).isEmpty();

    assertThat(graph.patch("/beta/identity/apiConnectors/" + id, "{}").status()).isEqualTo(501);
    assertThat(create("Unlucky").status()).isEqualTo(502);
    assertThat(graph.get("/beta/identity/apiConnectors/" + id).status()).isEqualTo(503);
    assertThat(graph.call("GET", PATH, null, "X-Sandbox-Tenant", "other").status()).isEqualTo(504);
    assertThat(sandbox.faultsFired()).hasSize(4);
  }

  private Back batch() throws Exception {
    return graph.post("/v1.0/$batch", batchBody());
  }

  private static String batchBody() {
    String item =
        """
        {"id": "%s", "method": "POST", "url": "/identity/apiConnectors",
         "headers": {"Content-Type": "application/json"}, "body": %s}
        """;
    return "{\"requests\": [%s, %s]}"
        .formatted(
            item.formatted("1", GraphCaller.newApiConnector("One")),
            item.formatted("2", GraphCaller.newApiConnector("Two")));
  }

  @Test
  void hitsItemsOfABatchOneByOne() throws Exception {
    plan(
        Fault.on("POST", PATH).bodyContains("Two").headers(Map.of("Retry-After", "7")).answer(429));

    Back back = batch();

    JsonNode two = back.body().at("/responses/0");
    assertThat(two.path("id").asText()).isEqualTo("2");
    assertThat(two.path("status").asInt()).isEqualTo(429);
    assertThat(two.at("/headers/Retry-After").asText()).isEqualTo("7");
    assertThat(two.at("/body/error/code").asText()).isEqualTo("TooManyRequests");
    assertThat(back.body().at("/responses/1/status").asInt()).isEqualTo(201);
    assertThat(made()).isEqualTo(1);
    assertFired(FaultAction.ANSWER);
  }

  @Test
  void leavesItemsOut() throws Exception {
    plan(
        Fault.on("POST", PATH).bodyContains("One").does(FaultAction.MISSING),
        Fault.on("POST", PATH).bodyContains("Two").does(FaultAction.APPLY_THEN_MISSING));
    create("One alone is no item");

    Back back = batch();

    assertThat(back.status()).isEqualTo(200);
    assertThat(back.body().path("responses")).isEmpty();
    assertThat(made()).isEqualTo(2);
    assertFired(FaultAction.MISSING, FaultAction.APPLY_THEN_MISSING);
    assertThat(lastEntry().delivered()).isFalse();
    assertThat(lastEntry().applied()).isTrue();
  }

  @Test
  void hitsABatchAsAWhole() {
    plan(
        Fault.on("POST", "/*/$batch").does(FaultAction.CUT),
        Fault.on("POST", "/*/$batch").does(FaultAction.APPLY_THEN_CUT));

    assertThatThrownBy(this::batch).isInstanceOf(IOException.class);
    assertThat(made()).isZero();
    assertThat(sandbox.journal()).hasSize(1);

    assertThatThrownBy(this::batch).isInstanceOf(IOException.class);
    assertThat(made()).isEqualTo(2);
    assertThat(sandbox.journal()).hasSize(4);
    assertFired(FaultAction.CUT, FaultAction.APPLY_THEN_CUT);
  }

  @Test
  void cutForOneItemIsCutForTheBatch() {
    plan(Fault.on("POST", PATH).bodyContains("Two").does(FaultAction.CUT));

    assertThatThrownBy(this::batch).isInstanceOf(IOException.class);
    assertThat(made()).isEqualTo(1);
    assertThat(sandbox.journal().get(0).delivered()).isFalse();
    assertFired(FaultAction.CUT);
  }

  @Test
  void delaysAnItemAndWithItTheBatch() throws Exception {
    plan(
        Fault.on("POST", PATH)
            .bodyContains("One")
            .delay(Duration.ofMillis(150))
            .does(FaultAction.DELAY));
    long before = System.nanoTime();

    assertThat(batch().body().path("responses")).hasSize(2);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(149));
    assertThat(made()).isEqualTo(2);
    assertFired(FaultAction.DELAY);
  }

  @Test
  void seesThatTheClientHasGone() throws Exception {
    plan(Fault.on("POST", PATH).delay(Duration.ofMillis(300)).does(FaultAction.DELAY));

    CompletableFuture<HttpResponse<String>> pending = createLater("Abandoned");
    await().atMost(BOUND).until(() -> sandbox.faultsFired().size() == 1);
    assertThat(pending.cancel(true)).isTrue();

    await().atMost(BOUND).until(() -> made() == 1);
    assertThat(lastEntry().applied()).isTrue();
  }
}
