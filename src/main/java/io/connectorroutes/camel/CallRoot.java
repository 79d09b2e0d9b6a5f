package io.connectorroutes.camel;

import com.azure.core.credential.TokenCredential;
import io.connectorroutes.camel.http.GraphHttp;
import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.delivery.Classifier;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.delivery.ImmediateDelivery;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.TokenSettings;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.identity.ProcessIdentity;
import io.connectorroutes.intake.ChangeReferences;
import io.connectorroutes.intake.EarlierSecrets;
import io.connectorroutes.intake.ImmediateChanges;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretFiles;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;

/**
 * What a call to Graph takes, without a ledger: the tenants and their tokens, the requests, the
 * secrets that changes refer to, and the one HTTP exit. It opens no file and no connection before
 * it is used.
 */
public final class CallRoot implements AutoCloseable {
  private final Configuration configuration;
  private final Externals externals;
  private final ConfiguredTenants tenants;
  private final GraphSettings graph;
  private final TokenSource tokens;
  private final ProcessIdentity identity;
  private final List<Path> ownFolders;
  private final ReferencedSecrets secrets;
  private final ChangeReader reader = new ChangeReader();

  /**
   * Makes the objects.
   *
   * @throws io.connectorroutes.config.UsageException where a setting does not fit
   */
  public CallRoot(Configuration configuration, Externals externals) {
    this.configuration = configuration;
    this.externals = externals;
    this.tenants = configuration.graph().configuredTenants();
    this.graph = configuration.graph().settings();
    this.tokens =
        new TokenSource(
            new TokenSettings(
                graph.cloud(),
                configuration.delivery().maxWait(),
                configuration.certificates().warn()),
            configuration.graph().credentials(),
            lentCredentials(),
            externals.tokenClient(),
            Clock.systemUTC());
    this.identity = externals.identity(configuration);
    this.ownFolders = new CopyOnWriteArrayList<>(configuration.ownFolders());
    this.secrets = referencedSecrets();
  }

  /** Binds what the route of the HTTP exit names; once for each context. */
  void bindTo(CamelContext context) {
    GraphHttp http = http();
    Bindings.bind(context, "http", http.component());
    Bindings.bind(context, "https", http.component());
    Bindings.bind(context, http.beans(graph.cloud().root(), tokens));
  }

  /** Of one folder more no change may read a secret. */
  void addOwnFolder(Path folder) {
    ownFolders.add(folder);
  }

  /** The configured tenants. */
  public ConfiguredTenants tenants() {
    return tenants;
  }

  /** Their tokens. */
  public TokenSource tokens() {
    return tokens;
  }

  /** Who this process is in Azure. */
  public ProcessIdentity identity() {
    return identity;
  }

  /** Makes requests of changes. */
  public GraphRequests requests() {
    return new GraphRequests(graph);
  }

  /** Makes requests of lists, and reads their pages. */
  public GraphLists lists() {
    return new GraphLists(graph);
  }

  /** The secrets that changes may refer to. */
  public ReferencedSecrets secrets() {
    return secrets;
  }

  /**
   * Checks client certificates of changes.
   *
   * @param clock by which a certificate has ended
   */
  public CertificateCheck certificates(Clock clock) {
    return new CertificateCheck(configuration.certificates(), clock);
  }

  /** Reads changes and checks them against the schema. */
  public ChangeReader reader() {
    return reader;
  }

  /**
   * Checks what is to be recorded.
   *
   * @param earlier what earlier changes hold
   * @param certificates looks at certificates
   */
  public Receiver receiver(EarlierSecrets earlier, CertificateCheck certificates) {
    return new Receiver(
        reader,
        tenants,
        requests()::unsupported,
        new ChangeReferences(secrets, earlier),
        secrets,
        certificates);
  }

  /** Reads changes that are sent at once. */
  public ImmediateChanges immediateChanges() {
    return new ImmediateChanges(
        reader, tenants, requests()::unsupported, secrets, certificates(Clock.systemUTC()));
  }

  /** Sends them. */
  public ImmediateDelivery immediateDelivery() {
    DeliverySettings settings = configuration.delivery();
    Clock clock = Clock.systemUTC();
    return new ImmediateDelivery(
        requests(), lists(), new Classifier(clock, settings.maxWait()), tokens, settings, clock);
  }

  /** A component {@code http} or {@code https} with the same bounds and the same proxy as ours. */
  public Component httpComponent() {
    return http().component();
  }

  /** Ends what was made here for its own; to be called when the context has stopped. */
  @Override
  public void close() {
    tokens.close();
    identity.close();
  }

  /** The application's credential, by account. */
  private Map<String, TokenCredential> lentCredentials() {
    TokenCredential lent = externals.hostBeans().tokenCredential();
    return lent == null
        ? Map.of()
        : configuration.graph().accountsOfHostCredential().stream()
            .collect(Collectors.toMap(account -> account, account -> lent));
  }

  private GraphHttp http() {
    return new GraphHttp(externals.answerWithin(), CompositionRoot.WORKERS);
  }

  private ReferencedSecrets referencedSecrets() {
    SecretPolicy policy = new SecretPolicy(configuration.secretsAllow());
    SecretFiles files =
        new SecretFiles(configuration.home(), policy, ownFolders, configuration.ownFiles());
    SecretSource source =
        new SecretSource(
            files, externals.environment(), secret -> configuration.keyVault().read(secret));
    return new ReferencedSecrets(policy, source);
  }
}
