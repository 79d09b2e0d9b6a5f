package io.connectorroutes.app.command;

import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.DeadLetters.ReplayResult;
import io.connectorroutes.ledger.DeadLetters.Skipped;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.util.List;

/** Dead letters and their replay as text for people. */
final class DeadLettersText {
  private DeadLettersText() {}

  static void print(List<Summary> letters, PrintWriter out) {
    if (letters.isEmpty()) {
      out.println("No dead letters.");
      return;
    }
    TextTable table = new TextTable("CHANGE", "TENANT", "OPERATION", "CAUSE", "TIME", "REPLAYS");
    for (Summary letter : letters) {
      table.add(
          letter.changeId(),
          GraphTenant.nameOf(letter.tenant()),
          letter.operation(),
          letter.cause(),
          letter.time(),
          letter.replays());
    }
    table.print(out);
  }

  static void print(ReplayResult result, PrintWriter out) {
    result.replayed().forEach(id -> out.println("replayed " + PrintableText.text(id)));
    for (Skipped change : result.skipped()) {
      out.println("skipped " + PrintableText.text(change.changeId() + ": " + change.reason()));
    }
    out.println(result.replayed().size() + " replayed, " + result.skipped().size() + " skipped");
  }
}
