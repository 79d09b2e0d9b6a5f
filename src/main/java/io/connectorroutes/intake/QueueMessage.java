package io.connectorroutes.intake;

import java.util.List;
import java.util.Map;

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

  @Override
  public String toString() {
    return "QueueMessage[" + brokerMessageId + " " + body.length + " bytes]";
  }
}
