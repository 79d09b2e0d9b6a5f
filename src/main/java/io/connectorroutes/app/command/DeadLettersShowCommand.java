package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dead-letters show}: one, as its JSON document, or its message as it came. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints a dead letter's JSON document, its secrets masked.")
final class DeadLettersShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "The id of the change.")
  private String changeId;

  @Option(
      names = "--raw",
      description =
          "Writes the body of its message out as it came, byte for byte, with its secrets.")
  private boolean raw;

  DeadLettersShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (raw) {
      session.requireNoJson("--raw");
    }
    try (Ledger ledger = session.existingLedger()) {
      DeadLetter letter =
          ledger
              .deadLetters()
              .show(changeId)
              .orElseThrow(
                  () ->
                      refused(
                          "there is no dead letter of", "dead-letters list shows those there are"));
      if (raw) {
        write(letter);
      } else {
        session.data().println(session.collaborators().deadLetterJson().apply(letter));
      }
    }
    return ExitStatus.OK;
  }

  private void write(DeadLetter letter) throws IOException {
    if (letter.outcome().row() != null) {
      throw refused(
          "no message brought",
          "it came from the file " + letter.outcome().job() + ", which has it");
    }
    OutputStream bytes = session.collaborators().terminal().bytes();
    // A message that is kept once only is its change, byte for byte.
    bytes.write(letter.original() == null ? letter.changeJson() : letter.original());
    bytes.flush();
  }

  private UsageException refused(String fault, String remedy) {
    return new UsageException(fault + " " + PrintableText.text(changeId) + "; " + remedy);
  }
}
