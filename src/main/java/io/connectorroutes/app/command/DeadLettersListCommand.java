package io.connectorroutes.app.command;

import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.Ledger;
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
        session.out().println(DeadLettersJson.list(letters));
      } else {
        DeadLettersText.print(letters, session.out());
      }
    }
    return ExitStatus.OK;
  }
}
