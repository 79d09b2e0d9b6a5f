package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.DeadLetters.ReplayResult;
import io.connectorroutes.ledger.DeadLetters.Skipped;
import java.util.List;

/** Dead letters and their replay as JSON documents. */
final class DeadLettersJson {
  private DeadLettersJson() {}

  static String list(List<Summary> letters) {
    ObjectNode document = Json.NODES.objectNode();
    ArrayNode nodes = document.putArray("deadLetters");
    for (Summary letter : letters) {
      nodes
          .addObject()
          .put("changeId", letter.changeId())
          .put("tenant", letter.tenant())
          .put("operation", letter.operation())
          .put("cause", letter.cause())
          .put("time", Json.time(letter.time()))
          .put("replays", letter.replays());
    }
    return Json.print(document);
  }

  static String replayed(ReplayResult result) {
    ObjectNode document = Json.NODES.objectNode();
    ArrayNode replayed = document.putArray("replayed");
    result.replayed().forEach(replayed::add);
    ArrayNode skipped = document.putArray("skipped");
    for (Skipped change : result.skipped()) {
      skipped.addObject().put("changeId", change.changeId()).put("reason", change.reason());
    }
    return Json.print(document);
  }
}
