package io.connectorroutes.camel;

import com.azure.core.http.HttpClient;
import io.connectorroutes.camel.http.GraphTimes;
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
import java.util.function.UnaryOperator;

/**
 * How the product meets the world outside, where that is not a matter of configuration.
 *
 * @param tokenClient carries the requests to token authorities
 * @param answerWithin how long an answer of Graph is waited for; no longer than {@link
 *     GraphTimes#ANSWER_WITHIN}, which leases are made for
 * @param aroundLedger gives the ledger that the routes use, for whoever has to stand between
 * @param environment the value of a variable, null where it is not set; only for {@code env:}
 *     references of changes
 * @param hostBeans what the application around lends
 */
public record Externals(
    HttpClient tokenClient,
    Duration answerWithin,
    UnaryOperator<Ledger> aroundLedger,
    UnaryOperator<String> environment,
    HostBeans hostBeans) {

  /** Java's own trust settings, this process's environment, and the usual time for an answer. */
  public static Externals standard() {
    return new Externals(
        TokenSource.httpClient(),
        GraphTimes.ANSWER_WITHIN,
        UnaryOperator.identity(),
        System::getenv,
        HostBeans.NONE);
  }

  /** The same with a token client of its own, for instance one that trusts another authority. */
  public Externals withTokenClient(HttpClient client) {
    return new Externals(client, answerWithin, aroundLedger, environment, hostBeans);
  }

  /** The same with less time for an answer. */
  public Externals withAnswerWithin(Duration time) {
    return new Externals(tokenClient, time, aroundLedger, environment, hostBeans);
  }

  /** The same with something around the ledger. */
  public Externals withAroundLedger(UnaryOperator<Ledger> around) {
    return new Externals(tokenClient, answerWithin, around, environment, hostBeans);
  }

  /** The same with another environment, for references of changes. */
  public Externals withEnvironment(UnaryOperator<String> variables) {
    return new Externals(tokenClient, answerWithin, aroundLedger, variables, hostBeans);
  }

  /** The same with beans of the application around. */
  public Externals withHostBeans(HostBeans beans) {
    return new Externals(tokenClient, answerWithin, aroundLedger, environment, beans);
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

  /** Key vaults of the configured cloud, read as this process. */
  public static KeyVault keyVault(Configuration configuration) {
    Externals standard = standard();
    ProcessIdentity identity = standard.identity(configuration);
    CloudName cloud = configuration.graph().cloud();
    return new CachedKeyVault(
        new AzureKeyVault(
            identity::credential,
            cloud.keyVaultDomain(),
            cloud.authorityHosts(),
            standard.tokenClient(),
            Clock.systemUTC()),
        Clock.systemUTC());
  }
}
