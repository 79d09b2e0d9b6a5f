package io.connectorroutes.camel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.Requests;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traces of changes in another application. */
class HostTracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENDER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @TempDir Path folder;

  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();

  @AfterEach
  void stop() {
    sdk.close();
    sandbox.close();
  }

  private HostApplication application() {
    return HostApplication.with(folder.resolve("connector-routes"), sandbox)
        .bind("tracer", sdk.getTracer("test"))
        .bind("propagators", sdk.getPropagators());
  }

  private void submit(HostApplication host) {
    Exchange exchange =
        host.context()
            .createFluentProducerTemplate()
            .to("connector-change:submit?await=outcome&timeout=120000")
            .withHeader("traceparent", SENDER)
            .withBody(Requests.create("traced-1", "traced").toString())
            .request(Exchange.class);
    assertThat(exchange.getException()).isNull();
  }

  private String sentToGraph() {
    return sandbox.journal().stream()
        .filter(entry -> entry.method().equals("POST"))
        .map(JournalEntry::headers)
        .findFirst()
        .orElseThrow()
        .get("traceparent");
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String attribute(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  @Test
  void oneTraceLeadsFromTheMessageToGraph() {
    try (HostApplication host = application().set("camel.opentelemetry2.enabled", "true").start()) {
      submit(host);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> span("connector-routes send") != null);
    }
    SpanData received = span("connector-routes receive");
    SpanData sent = span("connector-routes send");
    assertThat(List.of(received, sent))
        .allSatisfy(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(attribute(span, OpenTelemetryTraces.CHANGE_ID)).isEqualTo("traced-1");
              assertThat(attribute(span, OpenTelemetryTraces.OPERATION))
                  .isEqualTo("apiConnector.create");
            });
    assertThat(sent.getParentSpanId()).isEqualTo(received.getSpanId());
    assertThat(attribute(sent, OpenTelemetryTraces.OUTCOME)).isEqualTo("applied");
    assertThat(sent.getAttributes().get(AttributeKey.longKey(OpenTelemetryTraces.STATUS)))
        .isEqualTo(201);
    assertThat(sentToGraph()).isEqualTo("00-" + TRACE + "-" + sent.getSpanId() + "-01");
    // Camel's own spans of our routes are there as well, in a host.
    assertThat(exporter.getFinishedSpanItems()).hasSizeGreaterThan(2);
    assertThat(exporter.getFinishedSpanItems().toString())
        .doesNotContain(Requests.CANARY, "displayName", "targetUrl");
  }

  @Test
  void whereTheApplicationIsNotTracedNothingIsKeptOrSent() {
    try (HostApplication host = application().start()) {
      submit(host);
    }
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
    assertThat(sentToGraph()).isNull();
  }

  @Test
  void withoutAnSdkWhatCameInIsSentOnAsItIs() {
    ReceivedRow message =
        new ReceivedRow(0, "a", null, null, null, null, null, null, null, null, null, null);
    OpenTelemetryTraces traces = new OpenTelemetryTraces(TracerProvider.noop().get("none"));
    assertThat(traces.received(message.tracedBy(SENDER)).traceparent()).isEqualTo(SENDER);
    assertThat(traces.received(message).traceparent()).isNull();
  }
}
