package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Rekey;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger rekey}: changes the key that encrypts payloads. */
@Command(
    name = "rekey",
    mixinStandardHelpOptions = true,
    description =
        "Encrypts all payloads anew, while workers run, under a new data key that ledger.key of"
            + " before and the new one both open. Then put the new one in its place, restart the"
            + " workers one by one, and end it with --finish. Where it was interrupted, say it"
            + " again: it goes on.")
final class LedgerRekeyCommand implements Callable<Integer> {
  private static final int SHOWN_EVERY_PERCENT = 10;

  private final Session session;

  @Option(
      names = "--new-key",
      paramLabel = "REF",
      description =
          "The new ledger.key: env:NAME, file:PATH (under the home) or keyvault:VAULT/SECRET.")
  private String newKey;

  @Option(
      names = "--finish",
      description = "Ends the change: ledger.key of before opens the ledger no more.")
  private boolean finish;

  LedgerRekeyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (finish == (newKey != null)) {
      throw new UsageException(
          "--new-key or --finish is needed, and not both: give --new-key REF to change the key, or"
              + " --finish to end the change");
    }
    Configuration configuration = session.configuration();
    String key = newKey == null ? null : configuration.ledgerKey("--new-key", newKey).reveal();
    try (Ledger ledger = session.existingLedger(configuration)) {
      return finish ? finish(ledger.rekey()) : encrypt(ledger.rekey().begin(key));
    }
  }

  private int encrypt(Rekey.Steps steps) {
    StopFlag stop = new StopFlag(session.collaborators().stop());
    int shown = 0;
    while (steps.next()) {
      if (stop.isRaised()) {
        return interrupted(steps);
      }
      int percent = steps.percent() / SHOWN_EVERY_PERCENT * SHOWN_EVERY_PERCENT;
      if (percent > shown && !session.json()) {
        session.out().println(percent + " % looked through");
        session.out().flush();
        shown = percent;
      }
    }
    warn(steps.damaged());
    report(
        steps,
        false,
        encrypted(steps) + ", and none is left.",
        "Now put the new key in the place of ledger.key, restart the workers one by one, and then"
            + " end it: connector-routes ledger rekey --finish");
    return ExitStatus.OK;
  }

  private int interrupted(Rekey.Steps steps) {
    report(
        steps,
        true,
        "interrupted: "
            + encrypted(steps)
            + ", and some are left; nothing is lost. Say the same again to go on.");
    return ExitStatus.INTERRUPTED;
  }

  private static String encrypted(Rekey.Steps steps) {
    return Counted.of(steps.encrypted(), "row is", "rows are")
        + " encrypted under the new data key";
  }

  private void report(Rekey.Steps steps, boolean isAnyLeft, String... lines) {
    if (session.json()) {
      print(steps.damaged(), steps.encrypted(), isAnyLeft, false);
    } else {
      List.of(lines).forEach(session.out()::println);
    }
  }

  private int finish(Rekey rekey) {
    List<String> damaged = rekey.finish();
    warn(damaged);
    if (session.json()) {
      print(damaged, 0, false, true);
    } else {
      session.out().println("the key is changed: ledger.key of before opens the ledger no more");
    }
    return ExitStatus.OK;
  }

  private void print(List<String> damaged, long encrypted, boolean isAnyLeft, boolean finished) {
    ObjectNode document = Json.NODES.objectNode();
    ObjectNode rekey = document.putObject("rekey");
    rekey.put("encrypted", encrypted).put("left", isAnyLeft).put("finished", finished);
    ArrayNode ids = rekey.putArray("damaged");
    damaged.forEach(ids::add);
    session.out().println(Json.print(document));
  }

  private void warn(List<String> damaged) {
    for (String changeId : damaged) {
      session
          .collaborators()
          .terminal()
          .err()
          .println(
              "warning: the payload of change "
                  + PrintableText.text(changeId)
                  + " is damaged, no key reads it; it stays as it is");
    }
  }
}
