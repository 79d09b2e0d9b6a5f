package io.connectorroutes.app.command;

import io.connectorroutes.app.config.UsageException;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Ledger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dead-letters show}: one, as its JSON document. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints a dead letter's JSON document, its secrets masked.")
final class DeadLettersShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "The id of the change.")
  private String changeId;

  DeadLettersShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = session.existingLedger()) {
      DeadLetter letter =
          ledger
              .deadLetters()
              .show(changeId)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "there is no dead letter of "
                              + Printable.of(changeId)
                              + "; dead-letters list shows those there are"));
      session.out().println(session.collaborators().deadLetterJson().apply(letter));
    }
    return ExitStatus.OK;
  }
}
