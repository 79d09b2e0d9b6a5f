package io.connectorroutes.camel;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.connectorroutes.camel.http.GraphHttp;
import io.connectorroutes.config.CloudName;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.identity.ProcessIdentity;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.secret.AzureKeyVault;
import io.connectorroutes.secret.CachedKeyVault;
import io.connectorroutes.secret.KeyVault;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the product meets the world outside, where that is not a matter of configuration.
 *
 * @param tokenClient carries the requests to token authorities
 * @param answerWithin how long an answer of Graph is waited for; no longer than {@link
 *     GraphHttp#ANSWER_WITHIN}, which leases are made for
 * @param aroundLedger gives the ledger that the routes use, for whoever has to stand between
 * @param environment the value of a variable, null where it is not set; only for {@code env:}
 *     references of changes
 * @param keyVaults the key vaults of a cloud; only for {@code keyvault:} references of changes
 * @param hostBeans what the application around lends
 */
public record Externals(
    HttpClient tokenClient,
    Duration answerWithin,
    UnaryOperator<Ledger> aroundLedger,
    UnaryOperator<String> environment,
    Function<CloudName, KeyVault> keyVaults,
    HostBeans hostBeans) {

  /** Java's own trust settings, this process's environment, and the usual time for an answer. */
  public static Externals standard() {
    return new Externals(
        TokenSource.httpClient(),
        GraphHttp.ANSWER_WITHIN,
        UnaryOperator.identity(),
        System::getenv,
        Externals::keyVault,
        HostBeans.NONE);
  }

  /** The same with a token client of its own, for instance one that trusts another authority. */
  public Externals withTokenClient(HttpClient client) {
    return new Externals(client, answerWithin, aroundLedger, environment, keyVaults, hostBeans);
  }

  /** The same with less time for an answer. */
  public Externals withAnswerWithin(Duration time) {
    return new Externals(tokenClient, time, aroundLedger, environment, keyVaults, hostBeans);
  }

  /** The same with something around the ledger. */
  public Externals withAroundLedger(UnaryOperator<Ledger> around) {
    return new Externals(tokenClient, answerWithin, around, environment, keyVaults, hostBeans);
  }

  /** The same with other places that references of changes lead to. */
  public Externals withSecrets(
      UnaryOperator<String> variables, Function<CloudName, KeyVault> vaults) {
    return new Externals(tokenClient, answerWithin, aroundLedger, variables, vaults, hostBeans);
  }

  /** The same with beans of the application around. */
  public Externals withHostBeans(HostBeans beans) {
    return new Externals(tokenClient, answerWithin, aroundLedger, environment, keyVaults, beans);
  }

  /** Who this process is in the configured cloud; to be closed by the caller. */
  ProcessIdentity identity(Configuration configuration) {
    Cloud cloud = configuration.graph().settings().cloud();
    return new ProcessIdentity(
        cloud.authority(),
        cloud.isCustom(),
        configuration.get(Keys.AZURE_CLIENT_ID),
        tokenClient,
        Clock.systemUTC());
  }

  /** Key vaults of a cloud, read as whoever runs the process. */
  public static KeyVault keyVault(CloudName cloud) {
    TokenCredential identity = new DefaultAzureCredentialBuilder().build();
    return new CachedKeyVault(
        new AzureKeyVault(
            () -> identity,
            cloud.keyVaultDomain(),
            cloud.authorityHosts(),
            TokenSource.httpClient(),
            Clock.systemUTC()),
        Clock.systemUTC());
  }
}
