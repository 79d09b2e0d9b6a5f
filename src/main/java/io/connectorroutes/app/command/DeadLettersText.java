package io.connectorroutes.app.command;

import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.DeadLetters.ReplayResult;
import io.connectorroutes.ledger.DeadLetters.Skipped;
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
          Printable.of(letter.changeId()),
          Printable.tenant(letter.tenant()),
          Printable.of(letter.operation()),
          Printable.of(letter.cause()),
          Printable.of(letter.time()),
          Printable.of(letter.replays()));
    }
    table.print(out);
  }

  static void print(ReplayResult result, PrintWriter out) {
    result.replayed().forEach(id -> out.println("replayed " + Printable.of(id)));
    for (Skipped change : result.skipped()) {
      out.println(
          "skipped " + Printable.of(change.changeId()) + ": " + Printable.of(change.reason()));
    }
    out.println(result.replayed().size() + " replayed, " + result.skipped().size() + " skipped");
  }
}
