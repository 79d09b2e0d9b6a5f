package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.text.PrintableText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status}: jobs and open work, or the history of one change. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows jobs and open changes, by tenant and state, or one change's history.")
final class StatusCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Session session;

  @Option(names = "--watch", description = "Shows it again every two seconds, until Ctrl-C.")
  private boolean watch;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHANGE_ID",
      description = "A change whose whole history is shown.")
  private String changeId;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (watch && changeId != null) {
      throw new UsageException("--watch shows jobs and tenants: leave CHANGE_ID out");
    }
    Configuration configuration = session.configuration();
    Duration warn = configuration.certificates().warn();
    try (Ledger ledger = session.existingLedger(configuration)) {
      if (changeId != null) {
        history(ledger.reports());
      } else if (watch) {
        watch(ledger, warn);
      } else {
        print(Overview.of(ledger, Overview.JOBS, warn));
      }
    }
    return ExitStatus.OK;
  }

  private void print(Overview overview) {
    if (session.json()) {
      session.out().println(StatusJson.overview(overview));
    } else {
      StatusText.print(overview, session.out());
    }
  }

  /** Until it is asked to stop, or nobody reads any more. */
  private void watch(Ledger ledger, Duration warn) {
    StopFlag stop = new StopFlag(session.collaborators().stop());
    boolean isRead;
    do {
      if (session.json()) {
        print(Overview.of(ledger, Overview.JOBS, warn));
      } else {
        show(Overview.of(ledger, Overview.WATCHED_JOBS, warn));
      }
      isRead = !session.out().checkError();
      long printed = System.nanoTime();
      while (isRead && !stop.isRaised() && System.nanoTime() - printed < EVERY.toNanos()) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    } while (isRead && !stop.isRaised());
  }

  /** In place of the one before, where there is a screen. */
  private void show(Overview overview) {
    Terminal terminal = session.collaborators().terminal();
    if (terminal.isScreen()) {
      terminal.clear();
      StatusText.print(overview, terminal.window().get(), terminal.out());
    } else {
      print(overview);
    }
  }

  private void history(Reports reports) {
    List<History> records = reports.history(changeId);
    if (records.isEmpty()) {
      throw new UsageException(
          "the ledger knows no change "
              + PrintableText.text(changeId)
              + "; check the id, and whether --home is the right folder");
    }
    if (session.json()) {
      session.out().println(StatusJson.history(changeId, records));
    } else {
      HistoryText.print(records, session.out());
    }
  }
}
