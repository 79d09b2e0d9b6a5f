package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.config.ValueTypes;
import io.connectorroutes.ledger.DeadLetters.ReplayMode;
import io.connectorroutes.ledger.DeadLetters.Selection;
import io.connectorroutes.ledger.Ledger;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dead-letters replay}: puts changes back into delivery. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Puts changes back into delivery under their own id, behind all that waits for their"
            + " target. Skipped and named is one whose target a later change was applied to, and,"
            + " unless its id is given, one that failed again after 3 replays.")
final class DeadLettersReplayCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids of changes.")
  private List<String> changeIds = List.of();

  @Option(names = "--all", description = "All open dead letters.")
  private boolean all;

  @Mixin private final DeadLetterOptions which = new DeadLetterOptions();

  @Option(names = "--dry-run", description = "Shows what would be done, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--rate",
      paramLabel = "N/TIME",
      defaultValue = "none",
      description = "Spreads them over time, such as 20/1m, also where this program has ended.")
  private String rate;

  @Option(
      names = "--overtaken",
      description = "Also those whose target a later change was applied to.")
  private boolean overtaken;

  DeadLettersReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (changeIds.isEmpty() && !all && !which.areGiven()) {
      throw new UsageException(
          "say which: give ids, --cause CAUSE, --tenant ALIAS, --job JOB, or --all");
    }
    if (!changeIds.isEmpty() && all) {
      throw new UsageException("give either ids or --all, not both");
    }
    ReplayMode mode = new ReplayMode(overtaken, ValueTypes.budget().parse("--rate", rate), dryRun);
    HandledDeadLetters handled = new HandledDeadLetters("replayed", dryRun, session);
    try (Ledger ledger = session.existingLedger()) {
      List<String> ids = changeIds.isEmpty() ? null : changeIds;
      ledger.deadLetters().replay(new Selection(ids, which.filter(ledger)), mode, handled::add);
      if (handled.isAnyDone()) {
        handled.workers(ledger.workers().list().size());
      }
    }
    return handled.end();
  }
}
