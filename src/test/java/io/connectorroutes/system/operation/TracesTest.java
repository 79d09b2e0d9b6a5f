package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traces of the program's own changes. */
class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir Path folder;

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private OpenTelemetrySdk sdk;

  @BeforeEach
  void register() {
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(sdk);
  }

  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
    sdk.close();
  }

  @Test
  void theTraceOfAMessageGoesOnAfterARestartAndHasNothingOfTheRoutesThemselves() throws Exception {
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), TestQueue.Protocol.AMQP);
        TestSystem system = TestSystem.in(folder.resolve("home"))) {
      system
          .with("queue.url", queue.url().toString())
          .with("camel.opentelemetry2.enabled", "true")
          .with("graph.endpoint", "http://127.0.0.1:" + FreePort.any())
          .start();
      queue.send(
          session -> {
            Message message = session.createTextMessage(Creations.text(0));
            message.setStringProperty("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
            return message;
          });
      queue.awaitEmpty();
      system.stop();
      system.with("graph.endpoint", system.sandbox().root().toString()).start();
      system.outcomeOf("id-0");
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> exporter.getFinishedSpanItems().stream().anyMatch(TracesTest::isApplied));
    }
    assertThat(exporter.getFinishedSpanItems())
        .allSatisfy(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getName()).startsWith("connector-routes ");
            });
  }

  private static boolean isApplied(SpanData span) {
    return span.getAttributes().asMap().containsValue("applied");
  }
}
