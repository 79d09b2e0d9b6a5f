package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.DeadLetters.Selection;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dead-letters discard}: closes dead letters without a replay. */
@Command(
    name = "discard",
    mixinStandardHelpOptions = true,
    description =
        "Closes dead letters without a replay, rejected messages too. The ledger keeps the reason,"
            + " and lets go of the change after ledger.keep.")
final class DeadLettersDiscardCommand implements Callable<Integer> {
  private static final int LONGEST_REASON = 1_000;

  private final Session session;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids of changes.")
  private List<String> changeIds = List.of();

  @Mixin private final DeadLetterOptions which = new DeadLetterOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for whoever looks at it later.")
  private String reason;

  DeadLettersDiscardCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (changeIds.isEmpty() && !which.areGiven()) {
      throw new UsageException("say which: give ids, --cause CAUSE, --tenant ALIAS, or --job JOB");
    }
    String why = PrintableText.line(reason, LONGEST_REASON);
    if (why.isEmpty()) {
      throw new UsageException("--reason is empty; say why, for whoever looks at it later");
    }
    HandledDeadLetters handled = new HandledDeadLetters("discarded", false, session);
    try (Ledger ledger = session.existingLedger()) {
      List<String> ids = changeIds.isEmpty() ? null : changeIds;
      ledger
          .deadLetters()
          .discard(new Selection(ids, which.filter(ledger)), why, user(), handled::add);
    }
    return handled.end();
  }

  private static String user() {
    return PrintableText.name(System.getProperty("user.name", "?"));
  }
}
