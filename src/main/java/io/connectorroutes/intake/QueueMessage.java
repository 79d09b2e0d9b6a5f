package io.connectorroutes.intake;

import java.util.Map;

/**
 * A message as the broker gave it. {@code toString} shows neither body nor header values.
 *
 * @param body raw bytes; never null
 * @param brokerMessageId null where the broker gave none
 * @param headers application properties by name, as text; never null
 */
public record QueueMessage(byte[] body, String brokerMessageId, Map<String, String> headers) {

  @Override
  public String toString() {
    return "QueueMessage[" + brokerMessageId + " " + body.length + " bytes]";
  }
}
