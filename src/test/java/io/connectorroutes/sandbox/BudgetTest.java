package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetTest extends SandboxTest {
  private static final String PATH = "/v1.0/identity/apiConnectors";

  @BeforeEach
  void begin() {
    start(SandboxOptions.builder().clock(clock).budget(new Budget(3, Duration.ofSeconds(60))));
  }

  @Test
  void oneOverTheBudgetIsThrottledUntilTheOldestLeavesTheWindow() throws Exception {
    assertThat(graph.get(PATH).status()).isEqualTo(200);
    clock.advance(Duration.ofMillis(10_500));
    assertThat(graph.get(PATH).status()).isEqualTo(200);
    assertThat(graph.get(PATH).status()).isEqualTo(200);

    Back throttled = graph.post(PATH, GraphCaller.newApiConnector("Too many"));

    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.code()).isEqualTo("TooManyRequests");
    // Four are in the window and two must leave it; the second leaves 60 s after it came.
    assertThat(throttled.header("Retry-After")).isEqualTo("60");
    assertThat(sandbox.state("default").path("apiConnectors")).isEmpty();
    assertThat(lastEntry().applied()).isFalse();
  }

  @Test
  void retryAfterIsRoundedUpAndEnough() throws Exception {
    for (int i = 0; i < 3; i++) {
      graph.get(PATH);
    }
    clock.advance(Duration.ofMillis(100));

    assertThat(graph.get(PATH).header("Retry-After")).isEqualTo("60");
    clock.advance(Duration.ofSeconds(60));
    assertThat(graph.get(PATH).status()).isEqualTo(200);
  }

  @Test
  void theWindowSlides() throws Exception {
    for (int i = 0; i < 3; i++) {
      graph.get(PATH);
      clock.advance(Duration.ofSeconds(20));
    }
    // The first one came exactly 60 s ago and is out, the other two are in.
    assertThat(graph.get(PATH).status()).isEqualTo(200);
    assertThat(graph.get(PATH).status()).isEqualTo(429);
  }

  @Test
  void requestsWhileThrottledCountAsWell() throws Exception {
    for (int i = 0; i < 4; i++) {
      graph.get(PATH);
    }
    clock.advance(Duration.ofSeconds(59));
    for (int i = 0; i < 3; i++) {
      assertThat(graph.get(PATH).status()).isEqualTo(429);
    }
    clock.advance(Duration.ofSeconds(2));

    assertThat(graph.get(PATH).status()).isEqualTo(429);
  }

  @Test
  void eachTenantHasItsOwn() throws Exception {
    for (int i = 0; i < 4; i++) {
      graph.get(PATH);
    }

    assertThat(graph.call("GET", PATH, null, "X-Sandbox-Tenant", "other").status()).isEqualTo(200);
  }

  @Test
  void itemsOfABatchCountAndTheBatchItselfDoesNot() throws Exception {
    String get = "{\"id\": \"%d\", \"method\": \"GET\", \"url\": \"/identity/apiConnectors\"}";
    String items =
        String.join(",", get.formatted(1), get.formatted(2), get.formatted(3), get.formatted(4));

    Back back = graph.post("/v1.0/$batch", "{\"requests\": [" + items + "]}");

    assertThat(back.status()).isEqualTo(200);
    int throttled = 0;
    for (JsonNode response : back.body().path("responses")) {
      if (response.path("status").asInt() == 429) {
        throttled++;
        assertThat(response.path("id").asText()).isEqualTo("4");
        assertThat(response.at("/headers/Retry-After").asText()).isEqualTo("60");
      }
    }
    assertThat(throttled).isEqualTo(1);
  }

  @Test
  void aThrottledRequestMeetsNoFault() throws Exception {
    sandbox.addFaults(List.of(Fault.on("GET", PATH).skip(3).answer(503)));
    for (int i = 0; i < 4; i++) {
      graph.get(PATH);
    }

    assertThat(lastEntry().status()).isEqualTo(429);
    assertThat(sandbox.faultsFired()).isEmpty();
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new Budget(0, Duration.ofSeconds(1)))
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Budget(1, Duration.ZERO)).hasMessageContaining("longer");
    assertThatThrownBy(() -> SandboxOptions.builder().pageSize(0).build())
        .hasMessageContaining("pageSize");
  }
}
