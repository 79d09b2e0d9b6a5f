package io.connectorroutes.camel;

import io.connectorroutes.camel.file.FileIntake;
import io.connectorroutes.camel.kafka.KafkaIntake;
import io.connectorroutes.camel.ledger.LedgerComponent;
import io.connectorroutes.camel.ledger.LedgerVerb;
import io.connectorroutes.camel.metrics.Metrics;
import io.connectorroutes.camel.queue.QueueIntake;
import io.connectorroutes.camel.trace.Traces;
import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.change.ChangeFields;
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
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.identity.ProcessIdentity;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.optional.OptionalDependency;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.outcome.JobResults;
import io.connectorroutes.outcome.OutcomeLog;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.secret.Masking;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Service;

/**
 * Where what works on the ledger is put together: from the configuration to the beans, components
 * and placeholders that the routes name, in any CamelContext. It knows neither Camel Main nor the
 * program around it. {@link EmbeddedRoutes} opens it, binds it and closes it.
 */
public final class CompositionRoot implements AutoCloseable {
  /**
   * Calls under way at once. A tenant has one, and one that does not answer holds it until the
   * response time-out: more than a few of those must not hold up the others.
   */
  static final int WORKERS = 32;

  private final Configuration configuration;
  private final Mode mode;
  private final LedgerSettings ledgerSettings;
  private final Ledger ledger;
  private final CallRoot call;
  private final CertificateCheck certificates;
  private final Receiver receiver;
  private final Masking masking = new Masking(ChangeFields::isKnown);
  private final DeadLetterMessages deadLetterMessages =
      new DeadLetterMessages(new DeadLetterJson(masking));

  private final MessageSources sources;

  /** Null where there is no broker. */
  private final QueueIntake queue;

  /** There as soon as this is bound. */
  private LedgerComponent component;

  /** There as soon as this is bound. */
  private FileIntake files;

  private CompositionRoot(
      Configuration configuration,
      Mode mode,
      CallRoot call,
      LedgerSettings ledgerSettings,
      Ledger ledger,
      HostBeans lent) {
    this.configuration = configuration;
    this.mode = mode;
    this.call = call;
    this.ledgerSettings = ledgerSettings;
    this.ledger = ledger;
    this.certificates = call.certificates(ledger.clock());
    this.sources = new MessageSources(configuration, call.identity(), lent);
    this.queue = needsQueue(configuration, mode) ? sources.queue() : null;
    this.receiver = call.receiver(ledger.recorder()::secretOf, certificates);
  }

  /**
   * Opens the ledger and makes the objects around what is there for calls already; nothing is sent
   * or received yet.
   *
   * @throws io.connectorroutes.config.UsageException where a secret of the configuration cannot be
   *     had
   * @throws io.connectorroutes.optional.MissingDependencyException where what a key asks for needs
   *     what is not on the class path
   * @throws io.connectorroutes.database.DatabaseException where the ledger cannot be used as
   *     configured
   * @throws io.connectorroutes.database.DatabaseUnavailableException where its database does not
   *     answer
   */
  static CompositionRoot open(
      Configuration configuration, Mode mode, Externals externals, CallRoot call) {
    requireDependencies(configuration, mode, externals.hostBeans());
    LedgerSettings settings = ledgerSettings(configuration, externals.hostBeans(), call.identity());
    Ledger opened = Ledgers.open(settings, null);
    try {
      opened.recorder().readCertificates(CertificateCheck::certificateOf);
      Ledger ledger = externals.aroundLedger().apply(opened);
      return new CompositionRoot(
          configuration, mode, call, settings, ledger, externals.hostBeans());
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static LedgerSettings ledgerSettings(
      Configuration configuration, HostBeans beans, ProcessIdentity identity) {
    LedgerSettings settings = LedgerOpening.settings(configuration, () -> identity);
    return beans.dataSource() == null || configuration.entra().ledger()
        ? settings
        : settings.withDataSource(beans.dataSource(), configuration.get(Keys.MIGRATE));
  }

  /** Binds what the routes name, the exit's and the placeholders aside. */
  void bindLedgerTo(CamelContext context) throws IOException {
    files =
        new FileIntake(
            configuration,
            receiver,
            ledger,
            call::addOwnFolder,
            () -> component.listener().fileGrew());
    Bindings.bind(context, files.beans());
    if (mode.takesWhatComes()) {
      files.makeInbox();
    }
    if (queue != null) {
      Bindings.bind(context, "queue", queue.component());
      Bindings.bind(context, queue.beans(receiver));
      watch(context, "broker", () -> queue.problem(context));
    }
    if (takesFromKafka(configuration, mode)) {
      Component kafka = sources.kafka();
      if (configuration.isEmbedded()) {
        // In the program Camel Main does it.
        KafkaIntake.configure(context, kafka, configuration.kafkaOptions());
      }
      Bindings.bind(context, "kafka", kafka);
      Bindings.bind(context, KafkaIntake.beans(receiver));
      watch(
          context,
          "kafka",
          () -> KafkaIntake.problem(context, kafka, configuration.get(Keys.KAFKA_BROKERS)));
    }
    bindDelivery(context);
    bindOutcomes(context);
    bindHealth(context);
    if (OptionalDependency.CAMEL_TELEMETRY.isPresent()) {
      add(context, new Traces(context, component, configuration.isEmbedded()));
    }
    if (OptionalDependency.MICROMETER.isPresent()) {
      add(context, new Metrics(context, configuration, component, call.tenants(), call.tokens()));
    }
  }

  /** The ledger, open until this is closed. */
  public Ledger ledger() {
    return ledger;
  }

  /** What calls take: the tenants, their tokens, the HTTP exit. */
  public CallRoot call() {
    return call;
  }

  /** Checks what comes in. */
  public Receiver receiver() {
    return receiver;
  }

  /** Takes files in; there once this is bound. */
  public FileIntake files() {
    return files;
  }

  /** Makes messages of dead letters. */
  public DeadLetterMessages deadLetterMessages() {
    return deadLetterMessages;
  }

  /** The ledger as a component; there once this is bound. */
  public LedgerComponent ledgerComponent() {
    return component;
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

  /** Before the ledger is opened, and any class of theirs is touched. */
  private static void requireDependencies(Configuration configuration, Mode mode, HostBeans lent) {
    if (needsQueue(configuration, mode) && lent.connectionFactory() == null) {
      OptionalDependency.require(Keys.QUEUE_URL.name(), OptionalDependency.CAMEL_AMQP);
    }
    if (takesFromKafka(configuration, mode)) {
      OptionalDependency.require(Keys.KAFKA_BROKERS.name(), OptionalDependency.CAMEL_KAFKA);
    }
  }

  /** Who only publishes there needs the broker as well. */
  private static boolean needsQueue(Configuration configuration, Mode mode) {
    return configuration.hasQueue()
        && (mode.takesWhatComes() || configuration.outcome().usesQueue());
  }

  private static boolean takesFromKafka(Configuration configuration, Mode mode) {
    return configuration.has(Keys.KAFKA_BROKERS) && mode.takesWhatComes();
  }

  private void bindDelivery(CamelContext context) {
    ConfiguredTenants tenants = call.tenants();
    GraphRequests requests = call.requests();
    GraphLists lists = call.lists();
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
    component.logUnusable(call.tokens());
    if (configuration.has(Keys.JOB_MAX_DELETES)) {
      component.pauseAfterDeletes(configuration.get(Keys.JOB_MAX_DELETES));
    }
    Bindings.bind(context, "ledger", component);
    SecretCompletion completion =
        new SecretCompletion(
            requests,
            call.secrets(),
            call.reader(),
            certificates,
            backoff,
            ledger.clock(),
            System::nanoTime);
    Bindings.bind(
        context,
        "secrets",
        new RequestSecrets(completion, ledger, component::waitsForSecret, component::traces));
    ResponsePolicy policy =
        new ResponsePolicy(
            ledger.deliveries()::view, sizes, firstLists, lists, call.tokens(), backoff, settings);
    Classifier classifier = new Classifier(ledger.clock(), settings.maxWait());
    Bindings.bind(context, "responses", new Responses(classifier, policy));
  }

  private void bindOutcomes(CamelContext context) throws IOException {
    DeadLetterFolder.secure(configuration);
    ResultFiles results =
        new ResultFiles(configuration.outcome().results(), ledger.reports(), masking);
    Bindings.bind(context, "outcome-log", new OutcomeLog(configuration.outcome().log()));
    Bindings.bind(context, "outcome-messages", new OutcomeMessages());
    Bindings.bind(context, "dead-letter-messages", deadLetterMessages);
    Bindings.bind(context, "produced-files", new ProducedFiles(configuration.outcome().folders()));
    JobResults written = new JobResults(results, ledger.reports(), configuration.home());
    Bindings.bind(context, "result-files", written);
    check(context, "outcomes", () -> component.unpublished(LedgerVerb.OUTCOMES));
    check(context, "dead-letters", () -> component.unpublished(LedgerVerb.DEAD_LETTERS));
    check(context, "results", () -> resultsProblem().or(results::problem));
  }

  private void bindHealth(CamelContext context) {
    if (!OptionalDependency.CAMEL_HEALTH.isPresent()) {
      return;
    }
    ConfiguredTenants tenants = call.tenants();
    TokenSource tokens = call.tokens();
    Bindings.bind(context, "health-ledger", new LedgerHealthCheck(ledger));
    Bindings.bind(
        context, "health-consumers", new ConsumerHealthChecks(configuration.isEmbedded()));
    Bindings.bind(context, "health-tokens", TokenHealthCheck.ofEach(tenants, tokens, ledger));
    Bindings.bind(context, "health-tenants", TokenHealthCheck.ofAll(tenants, tokens, ledger));
    Bindings.bind(context, "health-pauses", new PauseHealthCheck(ledger));
  }

  private static void watch(
      CamelContext context, String subject, Supplier<Optional<String>> problem) {
    check(context, subject, problem);
    add(context, new BrokerWatch(context, subject, problem));
  }

  private static void add(CamelContext context, Service service) {
    try {
      // With the context, when what it is asked for is there.
      context.addService(service, true, false);
    } catch (Exception e) {
      throw new IllegalStateException(service.getClass().getSimpleName() + " does not start", e);
    }
  }

  private static void check(
      CamelContext context, String subject, Supplier<Optional<String>> problem) {
    if (OptionalDependency.CAMEL_HEALTH.isPresent()) {
      Bindings.bind(context, "health-" + subject, new ReportedHealthCheck(subject, problem));
    }
  }
}
