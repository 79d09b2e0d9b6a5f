package io.connectorroutes.app;

import io.connectorroutes.app.check.CheckLimits;
import io.connectorroutes.app.command.Collaborators;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.logging.CommandLogs;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.secret.Masking;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The commands of the program, with what they need of the rest of the product. */
final class Program {
  private Program() {}

  /** What is done in a home before anything of the product works in it. */
  @FunctionalInterface
  interface Preparation {
    void prepare(Path home) throws IOException;
  }

  static Collaborators collaborators(Terminal terminal, StopSignal stop, Preparation preparation) {
    ConfigurationReader configuration =
        new ConfigurationReader(distribution(), System.getenv(), Externals::keyVault);
    return new Collaborators(
        configuration,
        given -> open(given, stop),
        (given, file) -> Ledgers.backUp(given.ledger().url(), file),
        given -> RoutesRun.run(given, stop, preparation),
        (given, options) -> {
          preparation.prepare(given.home());
          CommandLogs.quiet(terminal.isScreen());
          return ImportRun.run(given, options, terminal, stop);
        },
        (given, files, isOffline, arePrinted, rows) -> {
          CommandLogs.quiet(terminal.isScreen());
          LookupProgress progress = new LookupProgress("plan", terminal, System::nanoTime);
          return PlanRun.run(
              given,
              files,
              isOffline,
              row -> {
                progress.planned(arePrinted);
                rows.accept(row);
              },
              progress);
        },
        (given, tenant, rows, leftOut) -> {
          CommandLogs.quiet(terminal.isScreen());
          LookupProgress progress = new LookupProgress("export", terminal, System::nanoTime);
          ExportRun.run(given, tenant, rows, leftOut, progress);
        },
        new Demo(configuration, terminal)::run,
        new LocalSandbox(),
        (given, tenants, permissions) -> {
          CommandLogs.quiet(terminal.isScreen());
          return RoutesCheck.run(
              given,
              tenants,
              permissions,
              Externals.standard(),
              Clock.systemUTC(),
              CheckLimits.COMMAND);
        },
        (given, files, isKafka, signal) -> {
          CommandLogs.quiet(terminal.isScreen());
          return SendRun.run(given, files, isKafka, new StopFlag(signal));
        },
        new DeadLetterJson(new Masking(ChangeFields::isKnown))::document,
        stop,
        System.in,
        new Stty(),
        terminal);
  }

  private static Ledger open(Configuration configuration, StopSignal stop) {
    StopSignal.Phase opening = stop.beforeAnythingIsDone();
    try {
      Ledger ledger = LedgerOpening.open(configuration);
      new StopFlag(stop, () -> ledger.endSoon(false));
      return ledger;
    } finally {
      opening.end();
    }
  }

  /** The launcher says where the distribution is; null where the program is started without it. */
  private static Path distribution() {
    return Optional.ofNullable(System.getProperty("connectorroutes.distribution"))
        .map(Path::of)
        .orElse(null);
  }
}
