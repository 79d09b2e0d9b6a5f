package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters.ReplayResult;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.NearestName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dead-letters replay}: puts changes back into delivery. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Puts changes back into delivery under their own id, behind all that waits for their"
            + " target. One whose target a later change was applied to is skipped and named.")
final class DeadLettersReplayCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids of changes.")
  private List<String> changeIds = List.of();

  @Option(names = "--all", description = "All open dead letters.")
  private boolean all;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only those with this cause, as dead-letters list shows it.")
  private String cause;

  @Option(
      names = "--overtaken",
      description = "Also those whose target a later change was applied to.")
  private boolean overtaken;

  DeadLettersReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (changeIds.isEmpty() && !all && cause == null) {
      throw new UsageException("say which: give ids, --cause CAUSE, or --all");
    }
    if (!changeIds.isEmpty() && all) {
      throw new UsageException("give either ids or --all, not both");
    }
    try (Ledger ledger = session.existingLedger()) {
      if (cause != null) {
        checkCause(ledger.deadLetters().list());
      }
      ReplayResult result =
          ledger.deadLetters().replay(changeIds.isEmpty() ? null : changeIds, cause, overtaken);
      if (session.json()) {
        session.out().println(DeadLettersJson.replayed(result));
      } else {
        DeadLettersText.print(result, session.out());
      }
      return result.skipped().isEmpty() ? ExitStatus.OK : ExitStatus.SOME_CHANGES_FAILED;
    }
  }

  /** Else a cause that was mistyped would replay nothing, and look like success. */
  private void checkCause(List<DeadLetter.Summary> letters) {
    Set<String> causes =
        letters.stream()
            .map(DeadLetter.Summary::cause)
            .collect(Collectors.toCollection(TreeSet::new));
    if (causes.contains(cause)) {
      return;
    }
    String hint = NearestName.hint(cause, causes, "dead-letters list shows the causes there are");
    throw new UsageException("no open dead letter has the cause " + cause + "; " + hint);
  }
}
