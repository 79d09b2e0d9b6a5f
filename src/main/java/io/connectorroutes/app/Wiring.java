package io.connectorroutes.app;

import io.connectorroutes.app.command.Collaborators;
import io.connectorroutes.app.command.LedgerOpener;
import io.connectorroutes.app.command.Runner;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.config.AzureKeyVault;
import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.ConfigurationReader;
import io.connectorroutes.app.config.UsageException;
import io.connectorroutes.ledger.DeadLetter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Connects the commands with the rest of the product. */
final class Wiring {
  private Wiring() {}

  static Collaborators collaborators(Terminal terminal, StopSignal stop) {
    ConfigurationReader configuration =
        new ConfigurationReader(distribution(), System.getenv(), new AzureKeyVault());
    return new Collaborators(
        configuration,
        ledgers(),
        new NoRunner(),
        new LocalSandbox(),
        Wiring::deadLetterJson,
        stop,
        terminal);
  }

  /** The launcher says where the distribution is; null where the program is started without it. */
  private static Path distribution() {
    return Optional.ofNullable(System.getProperty("connectorroutes.distribution"))
        .map(Path::of)
        .orElse(null);
  }

  private static LedgerOpener ledgers() {
    return configuration -> {
      throw notInThisBuild("the ledger");
    };
  }

  private static String deadLetterJson(DeadLetter letter) {
    throw notInThisBuild("the dead letter's document");
  }

  private static UsageException notInThisBuild(String what) {
    return new UsageException(what + " is not part of this build; take a released one");
  }

  /** Delivery is connected when its packages are. */
  private static final class NoRunner implements Runner {
    @Override
    public int run(Configuration configuration) {
      throw notInThisBuild("run");
    }

    @Override
    public int importFiles(Configuration configuration, List<Path> files, boolean json) {
      throw notInThisBuild("import");
    }

    @Override
    public int demo(DemoOptions options) {
      throw notInThisBuild("demo");
    }
  }
}
