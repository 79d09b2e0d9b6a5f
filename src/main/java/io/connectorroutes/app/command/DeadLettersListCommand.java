package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.Ledger;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dead-letters list}: all open ones, oldest first. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the open dead letters, oldest first.")
final class DeadLettersListCommand implements Callable<Integer> {
  private final Session session;

  DeadLettersListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = session.existingLedger()) {
      List<Summary> letters = ledger.deadLetters().list();
      if (session.json()) {
        session.out().println(document(letters));
      } else {
        print(letters, session.out());
      }
    }
    return ExitStatus.OK;
  }

  private static String document(List<Summary> letters) {
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

  private static void print(List<Summary> letters, PrintWriter out) {
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
}
