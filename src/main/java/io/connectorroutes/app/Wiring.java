package io.connectorroutes.app;

import com.azure.core.http.HttpClient;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.connectorroutes.app.command.Collaborators;
import io.connectorroutes.app.command.Runner;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.config.CloudName;
import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.ConfigurationReader;
import io.connectorroutes.app.config.UsageException;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.secret.AzureKeyVault;
import io.connectorroutes.secret.KeyVault;
import io.connectorroutes.secret.Masking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Connects the commands with the rest of the product. */
final class Wiring {
  /** How long a claim of these commands holds; they look and replay, and claim nothing. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private Wiring() {}

  static Collaborators collaborators(Terminal terminal, StopSignal stop) {
    ConfigurationReader configuration =
        new ConfigurationReader(distribution(), System.getenv(), Wiring::keyVault);
    return new Collaborators(
        configuration,
        configured -> Ledgers.open(configured.ledger().settings(LEASE), null),
        new NoRunner(),
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

  private static KeyVault keyVault(CloudName cloud) {
    return new AzureKeyVault(
        () -> new DefaultAzureCredentialBuilder().build(),
        cloud.keyVaultDomain(),
        HttpClient.createDefault());
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
