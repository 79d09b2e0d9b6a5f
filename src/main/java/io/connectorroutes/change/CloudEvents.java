package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Messages that are CloudEvents in structured mode (CloudEvents JSON event format 1.0). */
public final class CloudEvents {
  private CloudEvents() {}

  /**
   * The change as given: the event's data where the message is an event, else the message itself.
   *
   * @param message never null; not altered
   */
  public static ObjectNode change(ObjectNode message) {
    return message.has("specversion") && message.get("data") instanceof ObjectNode data
        ? data
        : message;
  }
}
