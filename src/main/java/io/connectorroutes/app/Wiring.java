package io.connectorroutes.app;

import com.azure.identity.DefaultAzureCredentialBuilder;
import io.connectorroutes.app.command.Collaborators;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.config.CloudName;
import io.connectorroutes.app.config.ConfigurationReader;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.secret.AzureKeyVault;
import io.connectorroutes.secret.KeyVault;
import io.connectorroutes.secret.Masking;
import java.nio.file.Path;
import java.util.Optional;

/** Connects the commands with the rest of the product. */
final class Wiring {
  private Wiring() {}

  static Collaborators collaborators(Terminal terminal, StopSignal stop) {
    ConfigurationReader configuration =
        new ConfigurationReader(distribution(), System.getenv(), Wiring::keyVault);
    return new Collaborators(
        configuration,
        configured -> Ledgers.open(LedgerOf.settings(configured), null),
        new ProductRunner(configuration, terminal, stop),
        new LocalSandbox(),
        new DeadLetterJson(new Masking(ChangeFields::isKnown))::document,
        stop,
        terminal);
  }

  /** The launcher says where the distribution is; null where the program is started without it. */
  private static Path distribution() {
    return Optional.ofNullable(System.getProperty("connectorroutes.distribution"))
        .map(Path::of)
        .orElse(null);
  }

  /** Key vaults of a cloud, read as whoever runs the program. */
  static KeyVault keyVault(CloudName cloud) {
    return new AzureKeyVault(
        () -> new DefaultAzureCredentialBuilder().build(),
        cloud.keyVaultDomain(),
        TokenSource.httpClient());
  }
}
