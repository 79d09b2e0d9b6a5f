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

  /**
   * What the ids and names of all that is ours begin with, beside whatever else is in a context.
   */
  static final String PREFIX = "connector-routes-";

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
    bind("graph-http-client", new GraphHttpClient(settings.graphRoot(), beans.tokens(), bounds()));
    bind("graph-headers", new GraphHeaders());
    bind("health-ledger", new LedgerHealthCheck(beans.ledger()));
    bind("health-consumers", new ConsumerHealthChecks());
    bind(publishing.check("outcomes", LedgerVerb.OUTCOMES, "outcome.uri"));
    bind(publishing.check("dead-letters", LedgerVerb.DEAD_LETTERS, "dead-letter.uri"));
    bind(publishing.check("results", LedgerVerb.JOBS, beans.resultFiles()::problem));
    Reports reports = beans.ledger().reports();
    bind("health-tokens", TokenHealthCheck.ofEach(beans.tenants(), beans.tokens(), reports));
    bind("health-tenants", TokenHealthCheck.ofAll(beans.tenants(), beans.tokens(), reports));
    bind("graph-messages", new GraphMessages());
    bind("responses", beans.responses());
    bind("file-rows", beans.fileRows());
    bind("outcome-log", beans.outcomeLog());
    bind("outcome-messages", new OutcomeMessages());
    bind("dead-letter-messages", new DeadLetterMessages(beans.deadLetterJson()));
    bind("produced-files", new ProducedFiles());
    bind(
        "result-files",
        new JobResults(beans.resultFiles(), beans.ledger().reports(), settings.home()));
    bindInbox();
    bindQueue();
    bindKafka();
  }

  /** Binds what the routes name, with the prefix that keeps it apart from all else. */
  private void bind(String role, Object bean) {
    main.bind(PREFIX + role, bean);
  }

  private void bind(ReportedHealthCheck check) {
    bind("health-" + check.subject(), check);
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
      throw new IllegalStateException("the watch of " + check.subject() + " does not start", e);
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
    bind("file-retries", retries);
    bind("inbox-turn", new InboxTurn(inbox.directory(), inbox.quiet(), retries, clock));
    bind("inbox", new InboxFiles(inbox.directory(), inbox.maxBytes(), records));
    bind(
        "inbox-keeping",
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
    bind("queue-headers", new QueueHeaders());
    bind("text-and-bytes", new TextAndBytes());
    bind("queue-messages", new QueueMessages(beans.receiver()));
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
    bind("no-headers", new NoHeaders());
    bind("kafka-records", new KafkaRecords(beans.receiver()));
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
