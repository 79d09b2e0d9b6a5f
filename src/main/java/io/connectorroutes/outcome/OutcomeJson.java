package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An outcome as JSON: one object, its fields in a fixed order, a field that does not apply left
 * out. No secret and no request body is in it.
 */
public final class OutcomeJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private OutcomeJson() {}

  /** The outcome as one line, without the line's end. */
  public static String line(OutcomeRecord outcome) {
    return PrintableText.json(node(outcome).toString());
  }

  /**
   * The outcome as one line, whatever there is about it: where it cannot be written as a whole, its
   * identity and how it ended.
   *
   * @param errors takes why
   */
  public static String line(OutcomeRecord outcome, InternalErrors errors) {
    try {
      return line(outcome);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the outcome line of change " + outcome.changeId(), e);
      return PrintableText.json(bare(outcome).toString());
    }
  }

  /**
   * The outcome as a CloudEvent in structured mode (CloudEvents JSON event format 1.0), whose data
   * it is.
   *
   * @param errors as in {@link #line(OutcomeRecord, InternalErrors)}
   */
  public static String event(OutcomeRecord outcome, InternalErrors errors) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("id", outcome.outcomeId());
    String tenant = outcome.tenant();
    event.put("source", "connector-routes" + (tenant == null ? "" : "/" + tenant));
    event.put("type", "io.connectorroutes.outcome");
    event.put("subject", outcome.changeId());
    put(event, "time", outcome.time());
    event.put("datacontenttype", "application/json");
    event.putRawValue("data", new RawValue(line(outcome, errors)));
    return PrintableText.json(event.toString());
  }

  /** What is most needed of an outcome. */
  static ObjectNode bare(OutcomeRecord outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "outcomeId", outcome.outcomeId());
    put(node, "time", outcome.time());
    put(node, "changeId", outcome.changeId());
    put(node, "job", outcome.job());
    put(node, "row", outcome.row());
    put(node, "outcome", outcome.outcome().wireName());
    put(node, "errorCode", outcome.errorCode());
    return node;
  }

  /** The outcome as an object that the caller owns. */
  public static ObjectNode node(OutcomeRecord outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "outcomeId", outcome.outcomeId());
    put(node, "time", outcome.time());
    put(node, "changeId", outcome.changeId());
    put(node, "givenChangeId", outcome.givenChangeId());
    put(node, "job", outcome.job());
    put(node, "row", outcome.row());
    put(node, "replay", outcome.replay());
    put(node, "tenant", outcome.tenant());
    put(node, "operation", outcome.operation());
    put(node, "target", outcome.target());
    put(node, "outcome", outcome.outcome().wireName());
    put(node, "resourceId", outcome.resourceId());
    put(node, "httpStatus", outcome.httpStatus());
    put(node, "errorCode", outcome.errorCode());
    put(node, "message", outcome.message());
    put(node, "requestId", outcome.requestId());
    put(node, "clientRequestId", outcome.clientRequestId());
    put(node, "attempts", outcome.attempts());
    put(node, "graphRequests", outcome.graphRequests());
    put(node, "receivedAt", outcome.receivedAt());
    return node;
  }

  /** Sets a text field, or leaves it out where there is no value. */
  static void put(ObjectNode node, String field, String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  /** Sets a number field, or leaves it out where there is no value. */
  static void put(ObjectNode node, String field, Integer value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  /** Sets a time field (RFC 3339, UTC, milliseconds), or leaves it out where there is no value. */
  static void put(ObjectNode node, String field, Instant value) {
    if (value != null) {
      node.put(field, TIME.format(value));
    }
  }
}
