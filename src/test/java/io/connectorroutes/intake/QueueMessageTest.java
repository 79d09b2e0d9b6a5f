package io.connectorroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of a message's headers. */
class QueueMessageTest {
  private static String traceparent(Map<String, String> headers) {
    return new QueueMessage(new byte[0], "id", headers).traceparent();
  }

  @Test
  void theTraceIsTheHeadersThatW3cNames() {
    String value = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    assertThat(traceparent(Map.of("traceparent", value))).isEqualTo(value);
    assertThat(traceparent(Map.of())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX: y",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "canary"
      })
  void whatIsNotWellFormedIsNoTrace(String value) {
    assertThat(traceparent(Map.of("traceparent", value))).isNull();
  }
}
