package io.connectorroutes.camel.trace;

import io.connectorroutes.camel.ledger.ChangeTraces;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.ReceivedRow;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * A span for each message, below the one of its sender, and below that one for each request of
 * Graph. Spans hold ids, names of tenants and operations, and codes; no body, no URL and no text of
 * Graph's.
 */
final class OpenTelemetryTraces implements ChangeTraces {
  static final String CHANGE_ID = "connector_routes.change_id";
  static final String TENANT = "connector_routes.tenant";
  static final String OPERATION = "connector_routes.operation";
  static final String OUTCOME = "connector_routes.outcome";
  static final String STATUS = "http.response.status_code";
  static final String METHOD = "http.request.method";
  static final String ERROR = "error.type";

  private static final String TRACEPARENT = "traceparent";
  private static final String SPANS = "ConnectorRoutesSpans";

  private final Tracer tracer;

  private record Sending(String clientRequestId, long seq, Span span) {}

  private record Sendings(List<Sending> spans) {}

  /** The header's value is its own carrier. */
  private static final class Parent implements TextMapGetter<String> {
    @Override
    public Iterable<String> keys(String traceparent) {
      return List.of(TRACEPARENT);
    }

    @Override
    public String get(String traceparent, String key) {
      return TRACEPARENT.equals(key) ? traceparent : null;
    }
  }

  OpenTelemetryTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public ReceivedRow received(ReceivedRow message) {
    Span span =
        begin("connector-routes receive", SpanKind.CONSUMER, message.traceparent())
            .setAttribute(CHANGE_ID, message.changeId());
    if (message.change() != null) {
      span.setAttribute(OPERATION, message.change().operation().wireName());
    }
    span.end();
    return message.tracedBy(traceparent(span));
  }

  @Override
  public GraphCall sending(Exchange exchange, Claimed<GraphCall> claimed) {
    if (claimed.changes().stream().allMatch(change -> change.traceparent() == null)) {
      return claimed.request();
    }
    Map<Long, DueChange> changes =
        claimed.changes().stream().collect(Collectors.toMap(DueChange::seq, Function.identity()));
    List<Sending> begun = new ArrayList<>();
    List<GraphCall.Single> parts = new ArrayList<>();
    for (GraphCall.Single part : claimed.request().parts()) {
      DueChange change = changes.get(part.seq());
      parts.add(change == null || change.traceparent() == null ? part : begun(part, change, begun));
    }
    exchange.setProperty(SPANS, new Sendings(begun));
    return GraphCall.of(parts);
  }

  private GraphCall.Single begun(GraphCall.Single part, DueChange change, List<Sending> begun) {
    Span span =
        begin(
                part instanceof GraphCall.OfList
                    ? "connector-routes look"
                    : "connector-routes send",
                SpanKind.CLIENT,
                change.traceparent())
            .setAttribute(CHANGE_ID, change.change().changeId())
            .setAttribute(OPERATION, change.change().operation().wireName())
            .setAttribute(METHOD, part.request().method());
    if (change.tenant() != null) {
      span.setAttribute(TENANT, change.tenant());
    }
    begun.add(new Sending(part.request().clientRequestId(), part.seq(), span));
    return part.of(part.request().tracedBy(traceparent(span)));
  }

  @Override
  public void sent(Exchange exchange) {
    Object sendings = exchange.removeProperty(SPANS);
    if (sendings instanceof Sendings begun) {
      Object body = exchange.getMessage().getBody();
      begun.spans.forEach(sending -> end(sending, body instanceof ClaimResult r ? r : null));
    }
  }

  /**
   * Ends one.
   *
   * @param result null where the call was not settled
   */
  private static void end(Sending sending, ClaimResult result) {
    Span span = sending.span;
    if (result == null) {
      span.setStatus(StatusCode.ERROR);
    } else {
      result.attempts().stream()
          .filter(attempt -> attempt.clientRequestId().equals(sending.clientRequestId))
          .forEach(attempt -> describe(span, attempt));
      result.decisions().stream()
          .filter(decision -> decision.seq() == sending.seq)
          .filter(Decision.Settle.class::isInstance)
          .map(Decision.Settle.class::cast)
          .forEach(settle -> span.setAttribute(OUTCOME, settle.outcome().wireName()));
    }
    span.end();
  }

  private static void describe(Span span, AttemptResult attempt) {
    if (attempt.httpStatus() != null) {
      span.setAttribute(STATUS, attempt.httpStatus().longValue());
    }
    if (attempt.errorCode() != null) {
      span.setAttribute(ERROR, attempt.errorCode());
    }
    if (attempt.httpStatus() == null || attempt.httpStatus() >= 400) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  private Span begin(String name, SpanKind kind, String parent) {
    Context sender =
        parent == null
            ? Context.root()
            : W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, new Parent());
    return tracer.spanBuilder(name).setSpanKind(kind).setParent(sender).startSpan();
  }

  /** Null where there is no SDK, and its sender was not traced. */
  private static String traceparent(Span span) {
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), carrier, Map::put);
    return carrier.get(TRACEPARENT);
  }
}
