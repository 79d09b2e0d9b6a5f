package io.connectorroutes.app.command;

import io.connectorroutes.config.ValueTypes;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.DeadLetters.Filter;
import io.connectorroutes.ledger.DeadLetters.Group;
import io.connectorroutes.ledger.Ledger;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dead-letters list}: the open ones, by cause or one by one. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the open dead letters by cause, with what to do; with --cause or --json one by one,"
            + " oldest first.")
final class DeadLettersListCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final DeadLetterOptions which = new DeadLetterOptions();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private String limit;

  DeadLettersListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    int most =
        limit == null
            ? Integer.MAX_VALUE
            : ValueTypes.integer(1, Integer.MAX_VALUE).parse("--limit", limit);
    try (Ledger ledger = session.existingLedger()) {
      Filter filter = which.filter(ledger);
      if (session.json()) {
        printJson(ledger.deadLetters(), filter, most);
      } else {
        printText(ledger.deadLetters(), filter, most);
      }
    }
    return ExitStatus.OK;
  }

  private void printJson(DeadLetters letters, Filter filter, int most) {
    JsonList list = new JsonList(session.out(), "deadLetters");
    letters.list(filter, most, letter -> list.add(DeadLettersJson.letter(letter)));
    list.end();
  }

  private void printText(DeadLetters letters, Filter filter, int most) {
    List<Group> groups = letters.groups(filter);
    groups.stream().limit(most).forEach(group -> DeadLettersText.print(group, session.out()));
    if (groups.isEmpty()) {
      session.out().println("No dead letters.");
    } else if (which.hasCause()) {
      letters.list(filter, most, letter -> DeadLettersText.print(letter, session.out()));
    } else {
      session
          .out()
          .println("one by one: dead-letters list --cause CAUSE [--limit N], or with --json");
    }
  }
}
