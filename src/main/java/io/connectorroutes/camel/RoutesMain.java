package io.connectorroutes.camel;

import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.outcome.JobResults;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Camel Main with the routes loaded from their folders and the beans that they name. Started and
 * stopped by its owner; it has no hang-up handler and reads neither environment nor system
 * properties, since the application has merged those already.
 */
public final class RoutesMain implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** How long an answer of Graph is waited for, until its last byte. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  /**
   * How long a claim must hold. A call leaves in the first third of it or not at all ({@link
   * DueSource}); the rest is for getting a connection, for its answer, and for settling.
   */
  public static final Duration LEASE =
      CONNECT.plus(ANSWER_WITHIN).plusSeconds(10).multipliedBy(3).dividedBy(2);

  private final RoutesSettings settings;
  private final RoutesBeans beans;
  private final TenantWaits waits;
  private final Main main = new Main();
  private final PublishingHealth publishing = new PublishingHealth(main::getCamelContext);

  /** Null where there is no broker. */
  private QueueConnections queueConnections;

  /**
   * Prepares Camel; nothing runs before {@link #start()}.
   *
   * @param settings never null
   * @param beans never null; the ledger stays the caller's
   */
  public RoutesMain(RoutesSettings settings, RoutesBeans beans) {
    this.settings = settings;
    this.beans = beans;
    this.waits = new TenantWaits(beans.ledger(), beans.tenants());
    // Camel would hang a hook of its own on the end of the process.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    configure();
    bind();
  }

  /**
   * Starts the routes. Where that fails, nothing is left running.
   *
   * @throws StartException where that is for a reason that a person can mend
   */
  public void start() throws Exception {
    waits.start(beans.tokens());
    try {
      main.start();
    } catch (Exception e) {
      close();
      throw StartFailures.explained(e);
    }
    if (main.getCamelContext().getRoutesSize() == 0) {
      close();
      throw StartException.noRoutes(settings.routes());
    }
  }

  /** Camel's context, for sending to {@code direct:} routes and for looking at routes. */
  public CamelContext context() {
    return main.getCamelContext();
  }

  /** Why results could not be written at the last try; empty where they could. */
  public Optional<String> resultsProblem() {
    return publishing.lastFailure(LedgerVerb.JOBS);
  }

  /** Finishes what is in flight, within the settings' time, and stops. */
  @Override
  public void close() {
    try {
      main.stop();
    } finally {
      if (queueConnections != null) {
        queueConnections.close();
      }
    }
  }

  private void configure() {
    Properties overrides = new Properties();
    overrides.putAll(settings.camelProperties());
    overrides.putAll(RouteProperties.of(settings));
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(overrides);
    main.addMainListener(StartFailures.checkOfEndpoints(settings));
    main.configure()
        .withName("connector-routes")
        .withRoutesIncludePattern(String.join(",", settings.routes()))
        .withShutdownTimeout((int) settings.shutdown().toSeconds())
        .withAutoConfigurationEnvironmentVariablesEnabled(false)
        .withAutoConfigurationSystemPropertiesEnabled(false)
        .withAutoConfigurationLogSummary(false);
  }

  private void bind() {
    main.bind(
        "ledger",
        new LedgerComponent(
            beans.ledger(),
            beans.planner(),
            WorkerName.ofThisProcess(settings.command()),
            settings.lease(),
            waits));
    main.bind("http", http());
    main.bind("https", http());
    main.bind(
        "graphHttpClient", new GraphHttpClient(settings.graphRoot(), beans.tokens(), bounds()));
    main.bind("graphHeaders", new GraphHeaders());
    main.bind("ledgerHealth", new LedgerHealthCheck(beans.ledger()));
    main.bind("consumerHealth", new ConsumerHealthChecks());
    bind(publishing.check("outcomes", LedgerVerb.OUTCOMES, "outcome.uri"));
    bind(publishing.check("dead-letters", LedgerVerb.DEAD_LETTERS, "dead-letter.uri"));
    bind(publishing.check("results", LedgerVerb.JOBS, beans.resultFiles()::problem));
    Reports reports = beans.ledger().reports();
    main.bind("tokenHealth", TokenHealthCheck.ofEach(beans.tenants(), beans.tokens(), reports));
    main.bind("tenantHealth", TokenHealthCheck.ofAll(beans.tenants(), beans.tokens(), reports));
    main.bind("graphMessages", new GraphMessages());
    main.bind("verdicts", beans.verdicts());
    main.bind("fileRows", beans.fileRows());
    main.bind("outcomeLog", beans.outcomeLog());
    main.bind("outcomeMessages", new OutcomeMessages());
    main.bind("deadLetterMessages", new DeadLetterMessages(beans.deadLetterJson()));
    main.bind("producedFiles", new ProducedFiles());
    main.bind(
        "resultFiles",
        new JobResults(beans.resultFiles(), beans.ledger().reports(), settings.home()));
    bindInbox();
    bindQueue();
    bindKafka();
  }

  private void bind(ReportedHealthCheck check) {
    main.bind(check.getId() + "Health", check);
  }

  private void watch(String id, Supplier<Optional<String>> problem) {
    ReportedHealthCheck check = new ReportedHealthCheck(id, problem);
    bind(check);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeStart(BaseMainSupport starting) {
            addWatch(starting.getCamelContext(), check);
          }
        });
  }

  private static void addWatch(CamelContext context, ReportedHealthCheck check) {
    try {
      context.addService(new BrokerWatch(context, check));
    } catch (Exception e) {
      throw new IllegalStateException("the watch of " + check.getId() + " does not start", e);
    }
  }

  private BrokerHealth brokers() {
    return new BrokerHealth(context());
  }

  private void bindInbox() {
    RoutesSettings.Inbox inbox = settings.inbox();
    Clock clock = beans.ledger().clock();
    InboxFileRecords records = beans.ledger().inboxFiles();
    FileRetries retries = new FileRetries(clock);
    main.bind("fileRetries", retries);
    main.bind("inboxTurn", new InboxTurn(inbox.directory(), inbox.quiet(), retries, clock));
    main.bind("inbox", new InboxFiles(inbox.directory(), inbox.maxBytes(), records));
    main.bind(
        "inboxKeeping",
        new InboxKeeping(
            new AcceptedFiles(records, clock),
            new IgnoredFiles(inbox.directory(), records, clock),
            new ExpiredFiles(inbox.directory(), inbox.keep(), records, clock),
            clock));
  }

  private void bindQueue() {
    RoutesSettings.Queue queue = settings.queue();
    if (queue == null) {
      return;
    }
    queueConnections = new QueueConnections(queue.url(), queue.user(), queue.password());
    WatchedConnectionFactory connections = queueConnections.factory();
    watch("broker", () -> brokers().ofQueue(queue.url(), connections));
    main.bind("queue", queueConnections.component());
    main.bind("queueHeaders", new QueueHeaders());
    main.bind("textAndBytes", new TextAndBytes());
    main.bind("queueMessages", new QueueMessages(beans.receiver()));
  }

  private void bindKafka() {
    if (settings.kafka() == null) {
      return;
    }
    KafkaComponent component = new KafkaComponent();
    // Its own check would say that this process is not ready.
    component.setHealthCheckConsumerEnabled(false);
    watch("kafka", () -> brokers().ofKafka(settings.kafka().brokers()));
    component.setPollExceptionStrategy(new KafkaPatience());
    main.bind("kafka", component);
    main.bind("noHeaders", new NoHeaders());
    main.bind("kafkaRecords", new KafkaRecords(beans.receiver()));
  }

  private AnswerBounds bounds() {
    return AnswerBounds.within(settings.answerWithin());
  }

  /** One layer of retries, no cookies or credentials shared between tenants, bounded waits. */
  private HttpComponent http() {
    HttpComponent component = new GraphHttpComponent(bounds());
    component.setHttpClientConfigurer(new SystemProxy());
    component.setAutomaticRetriesDisabled(true);
    component.setCookieManagementDisabled(true);
    component.setAuthCachingDisabled(true);
    component.setFollowRedirects(false);
    component.setConnectionsPerRoute(settings.workers());
    component.setMaxTotalConnections(settings.workers());
    component.setConnectTimeout(CONNECT.toMillis());
    component.setConnectionRequestTimeout(CONNECT.toMillis());
    component.setResponseTimeout(settings.answerWithin().toMillis());
    component.setSoTimeout(settings.answerWithin().toMillis());
    return component;
  }
}
