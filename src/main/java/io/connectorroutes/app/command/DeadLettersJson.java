package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.DeadLetter.Summary;

/** Dead letters as JSON; what does not apply is null. */
final class DeadLettersJson {
  private DeadLettersJson() {}

  static ObjectNode letter(Summary letter) {
    return Json.NODES
        .objectNode()
        .put("changeId", letter.changeId())
        .put("tenant", letter.tenant())
        .put("operation", letter.operation())
        .put("target", letter.target())
        .put("job", letter.job())
        .put("cause", letter.cause())
        .put("message", letter.message())
        .put("outcome", letter.outcome().wireName())
        .put("time", Json.time(letter.time()))
        .put("replays", letter.replays());
  }
}
