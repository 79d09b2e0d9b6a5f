package io.connectorroutes.app;

import io.connectorroutes.app.command.Collaborators;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.config.AzureKeyVault;
import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.ConfigurationReader;
import io.connectorroutes.camel.RoutesMain;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.secret.Masking;
import java.nio.file.Path;
import java.util.Optional;

/** Connects the commands with the rest of the product. */
final class Wiring {
  private Wiring() {}

  static Collaborators collaborators(Terminal terminal, StopSignal stop) {
    ConfigurationReader configuration =
        new ConfigurationReader(distribution(), System.getenv(), new AzureKeyVault());
    return new Collaborators(
        configuration,
        Wiring::open,
        new ProductRunner(configuration, terminal, stop),
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

  private static Ledger open(Configuration configuration) {
    return Ledgers.open(configuration.ledger().settings(RoutesMain.LEASE), null);
  }

  private static String deadLetterJson(DeadLetter letter) {
    return new DeadLetterJson(new Masking(ChangeFields::isKnown)).document(letter);
  }
}
