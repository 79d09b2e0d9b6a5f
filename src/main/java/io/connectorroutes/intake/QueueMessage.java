package io.connectorroutes.intake;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A message as the broker gave it. {@code toString} shows neither body nor header values.
 *
 * @param body raw bytes; never null
 * @param brokerMessageId null where the broker gave none
 * @param headers application properties by name, as text; never null
 */
public record QueueMessage(byte[] body, String brokerMessageId, Map<String, String> headers) {
  /**
   * How the CloudEvents bindings name the header of the id: AMQP ("cloudEvents:id", or with an
   * underscore where JMS forbids the colon), Kafka and HTTP.
   */
  public static final List<String> CLOUD_EVENT_IDS =
      List.of("cloudEvents:id", "cloudEvents_id", "ce_id", "ce-id");

  /** W3C's header of the trace that the message is part of. */
  public static final String TRACEPARENT = "traceparent";

  private static final Pattern WELL_FORMED =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The value of {@link #TRACEPARENT}; null where there is none that is well formed. */
  public String traceparent() {
    String value = headers.get(TRACEPARENT);
    return value != null && WELL_FORMED.matcher(value).matches() ? value : null;
  }

  @Override
  public String toString() {
    return "QueueMessage[" + brokerMessageId + " " + body.length + " bytes]";
  }
}
