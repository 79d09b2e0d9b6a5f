package io.connectorroutes.camel;

import io.connectorroutes.camel.file.FileIntake;
import io.connectorroutes.camel.http.GraphHttp;
import io.connectorroutes.camel.kafka.KafkaIntake;
import io.connectorroutes.camel.ledger.LedgerComponent;
import io.connectorroutes.camel.ledger.LedgerVerb;
import io.connectorroutes.camel.queue.QueueIntake;
import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.delivery.Backoff;
import io.connectorroutes.delivery.BatchSizes;
import io.connectorroutes.delivery.Classifier;
import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.delivery.FirstLists;
import io.connectorroutes.delivery.ResponsePolicy;
import io.connectorroutes.delivery.SecretCompletion;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.intake.ChangeReferences;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.outcome.JobResults;
import io.connectorroutes.outcome.OutcomeLog;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretFiles;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;

/**
 * Where the product's objects are put together: from the configuration to the beans, components and
 * placeholders that the routes name, in any CamelContext. It knows neither Camel Main nor the
 * program around it.
 *
 * <pre>{@code
 * CompositionRoot root = CompositionRoot.open(configuration, Mode.RUN, Externals.standard());
 * root.bindTo(context);
 * context.addRoutes(root.routes());
 * context.start();
 * …
 * context.stop();
 * root.close();
 * }</pre>
 */
public final class CompositionRoot implements AutoCloseable {
  /**
   * What the ids and names of all that is ours begin with, beside whatever else is in a context.
   */
  static final String PREFIX = "connector-routes-";

  /**
   * Calls under way at once. A tenant has one, and one that does not answer holds it until the
   * response time-out: more than a few of those must not hold up the others.
   */
  static final int WORKERS = 32;

  /**
   * How long a claim must hold. A call leaves in the first third of it or not at all ({@code
   * ledger:due}); the rest is for getting a connection, for its answer, and for settling.
   */
  private static final Duration LEASE =
      GraphHttp.CONNECT.plus(GraphHttp.ANSWER_WITHIN).plusSeconds(10).multipliedBy(3).dividedBy(2);

  private final Configuration configuration;
  private final Mode mode;
  private final Externals externals;
  private final LedgerSettings ledgerSettings;
  private final Ledger ledger;
  private final ConfiguredTenants tenants;
  private final GraphSettings graph;
  private final TokenSource tokens;
  private final ChangeReader reader = new ChangeReader();
  private final ReferencedSecrets secrets;
  private final CertificateCheck certificates;

  /** Null where there is no broker. */
  private final QueueIntake queue;

  /** There as soon as this is bound. */
  private LedgerComponent component;

  private CompositionRoot(
      Configuration configuration,
      Mode mode,
      Externals externals,
      LedgerSettings ledgerSettings,
      Ledger ledger) {
    this.configuration = configuration;
    this.mode = mode;
    this.externals = externals;
    this.ledgerSettings = ledgerSettings;
    this.ledger = ledger;
    this.tenants = configuration.graph().configuredTenants();
    this.graph = configuration.graph().settings();
    this.tokens =
        new TokenSource(
            graph.cloud(),
            configuration.graph().credentials(),
            externals.tokenClient(),
            Clock.systemUTC());
    this.secrets = referencedSecrets();
    this.certificates = new CertificateCheck(configuration.certificates(), ledger.clock());
    this.queue = needsQueue() ? new QueueIntake(configuration) : null;
  }

  /**
   * Opens the ledger and makes the objects; nothing is sent or received yet.
   *
   * @throws io.connectorroutes.config.UsageException where a secret of the configuration cannot be
   *     had
   * @throws io.connectorroutes.database.DatabaseException where the ledger cannot be used as
   *     configured
   * @throws io.connectorroutes.database.DatabaseUnavailableException where its database does not
   *     answer
   */
  public static CompositionRoot open(Configuration configuration, Mode mode, Externals externals) {
    LedgerSettings settings = configuration.ledgerSettings(LEASE);
    Ledger opened = Ledgers.open(settings, null);
    try {
      opened.recorder().readCertificates(CertificateCheck::certificateOf);
      Ledger ledger = externals.aroundLedger().apply(opened);
      return new CompositionRoot(configuration, mode, externals, settings, ledger);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Opens the ledger alone, for whoever looks into it; its caller closes it. */
  public static Ledger openLedger(Configuration configuration) {
    return Ledgers.open(configuration.ledgerSettings(LEASE), null);
  }

  /**
   * Binds what the routes name into a context that is not started yet; once for each root. The
   * context's owner stops it before this is closed.
   */
  public void bindTo(CamelContext context) {
    context.getPropertiesComponent().addPropertiesSource(new Placeholders(configuration, mode));
    Receiver receiver = receiver();
    bind(context, FileIntake.beans(configuration, receiver, ledger));
    if (queue != null) {
      context.getRegistry().bind("queue", queue.component());
      bind(context, queue.beans(receiver));
      watch(context, "broker", () -> queue.problem(context));
    }
    if (takesFromKafka()) {
      context.getRegistry().bind("kafka", KafkaIntake.component());
      bind(context, KafkaIntake.beans(receiver));
      watch(
          context,
          "kafka",
          () -> KafkaIntake.problem(context, configuration.get(Keys.KAFKA_BROKERS)));
    }
    bindDelivery(context);
    bindOutcomes(context);
    bindHealth(context);
  }

  /**
   * The routes of the jar, for a context that this was bound to.
   *
   * @see io.connectorroutes.config.Configuration#routesDirectory
   */
  public RoutesBuilder routes() {
    return new RouteBuilder() {
      @Override
      public void configure() throws Exception {
        checkEndpoints(getContext());
        PluginHelper.getRoutesLoader(getContext()).loadRoutes(ShippedRoutes.of(getContext()));
      }
    };
  }

  /**
   * Looks at the endpoints of the configuration before any route is made, so that one that Camel
   * cannot use is named by its key.
   *
   * @throws io.connectorroutes.config.UsageException naming the key
   */
  public void checkEndpoints(CamelContext context) {
    PublishingEndpoints.check(context, configuration.outcome());
  }

  /** A component {@code http} or {@code https} with the same bounds and the same proxy as ours. */
  public Component httpComponent() {
    return new GraphHttp(externals.answerWithin(), WORKERS).component();
  }

  /** The ledger, open until this is closed. */
  public Ledger ledger() {
    return ledger;
  }

  /** The configured tenants. */
  public ConfiguredTenants tenants() {
    return tenants;
  }

  /** Their tokens. */
  public TokenSource tokens() {
    return tokens;
  }

  /** Why results could not be written at the last try; empty where they could. */
  public Optional<String> resultsProblem() {
    return component.lastFailure(LedgerVerb.JOBS);
  }

  /** Ends the connections and closes the ledger; to be called when the context has stopped. */
  @Override
  public void close() {
    try {
      if (queue != null) {
        queue.close();
      }
    } finally {
      ledger.close();
    }
  }

  /** Who only publishes there needs the broker as well. */
  private boolean needsQueue() {
    return configuration.has(Keys.QUEUE_URL)
        && (mode.takesWhatComes() || configuration.outcome().usesQueue());
  }

  private boolean takesFromKafka() {
    return configuration.has(Keys.KAFKA_BROKERS) && mode.takesWhatComes();
  }

  private Receiver receiver() {
    return new Receiver(
        reader,
        tenants,
        new GraphRequests(graph)::unsupported,
        new ChangeReferences(secrets, ledger.recorder()::secretOf),
        secrets,
        certificates);
  }

  private ReferencedSecrets referencedSecrets() {
    SecretPolicy policy = new SecretPolicy(configuration.secretsAllow());
    SecretFiles files = new SecretFiles(configuration.home(), policy, configuration.ownFolders());
    SecretSource source =
        new SecretSource(
            files,
            externals.environment(),
            externals.keyVaults().apply(configuration.graph().cloud()));
    return new ReferencedSecrets(policy, source);
  }

  private void bindDelivery(CamelContext context) {
    GraphRequests requests = new GraphRequests(graph);
    GraphLists lists = new GraphLists(graph);
    BatchSizes sizes = new BatchSizes(configuration.get(Keys.GRAPH_BATCH_SIZE));
    FirstLists firstLists = new FirstLists(tenants::nameOf);
    Backoff backoff = new Backoff(new SecureRandom());
    DeliverySettings settings = configuration.delivery();
    component =
        new LedgerComponent(
            ledger,
            new DeliveryPlanner(requests, lists, sizes, firstLists, settings),
            WorkerName.ofThisProcess(mode.word()),
            ledgerSettings.lease(),
            tenants);
    component.logUnusable(tokens);
    context.getRegistry().bind("ledger", component);
    SecretCompletion completion =
        new SecretCompletion(
            requests, secrets, reader, certificates, backoff, ledger.clock(), System::nanoTime);
    bind(context, "secrets", new RequestSecrets(completion, ledger, tenants::nameOf));
    ResponsePolicy policy =
        new ResponsePolicy(
            ledger.deliveries()::view, sizes, firstLists, lists, tokens, backoff, settings);
    Classifier classifier = new Classifier(ledger.clock(), settings.maxWait());
    bind(context, "responses", new Responses(classifier, policy));
    GraphHttp http = new GraphHttp(externals.answerWithin(), WORKERS);
    bind(context, "http", http.component());
    bind(context, "https", http.component());
    bind(context, http.beans(graph.cloud().root(), tokens));
  }

  private void bindOutcomes(CamelContext context) {
    Masking masking = new Masking(ChangeFields::isKnown);
    ResultFiles results =
        new ResultFiles(configuration.outcome().results(), ledger.reports(), masking);
    bind(context, "outcome-log", new OutcomeLog(configuration.outcome().log()));
    bind(context, "outcome-messages", new OutcomeMessages());
    bind(context, "dead-letter-messages", new DeadLetterMessages(new DeadLetterJson(masking)));
    bind(context, "produced-files", new ProducedFiles());
    bind(context, "result-files", new JobResults(results, ledger.reports(), configuration.home()));
    PublishingHealth publishing = new PublishingHealth(component);
    bind(context, publishing.check("outcomes", LedgerVerb.OUTCOMES, "outcome.uri"));
    bind(context, publishing.check("dead-letters", LedgerVerb.DEAD_LETTERS, "dead-letter.uri"));
    bind(context, publishing.check("results", LedgerVerb.JOBS, results::problem));
  }

  private void bindHealth(CamelContext context) {
    bind(context, "health-ledger", new LedgerHealthCheck(ledger));
    bind(context, "health-consumers", new ConsumerHealthChecks());
    bind(context, "health-tokens", TokenHealthCheck.ofEach(tenants, tokens, ledger));
    bind(context, "health-tenants", TokenHealthCheck.ofAll(tenants, tokens, ledger));
  }

  private static void watch(
      CamelContext context, String subject, Supplier<Optional<String>> problem) {
    ReportedHealthCheck check = new ReportedHealthCheck(subject, problem);
    bind(context, check);
    try {
      context.addService(new BrokerWatch(context, check));
    } catch (Exception e) {
      throw new IllegalStateException("the watch of " + subject + " does not start", e);
    }
  }

  private static void bind(CamelContext context, ReportedHealthCheck check) {
    bind(context, "health-" + check.subject(), check);
  }

  private static void bind(CamelContext context, Map<String, Object> beans) {
    beans.forEach((role, bean) -> bind(context, role, bean));
  }

  private static void bind(CamelContext context, String role, Object bean) {
    context.getRegistry().bind(PREFIX + role, bean);
  }
}
