package io.connectorroutes.camel.change;

import io.connectorroutes.camel.CompositionRoot;
import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.camel.ledger.LedgerConsumer;
import io.connectorroutes.camel.ledger.LedgerSource;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.Subscriber;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Submit changes of Microsoft Graph's API connectors and Application Proxy connectors, and learn
 * what became of them.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = ConnectorChangeComponent.SCHEME,
    syntax = "connector-change:verb",
    title = "Connector Change",
    category = {Category.CLOUD},
    headersClass = ConnectorChangeConstants.class)
public class ConnectorChangeEndpoint extends DefaultEndpoint {
  /** Read at once; one dead letter can be large. */
  private static final int OUTCOMES_AHEAD = 50;

  /** Of a claim's lease: as for those who publish. */
  private static final int PARTS_OF_LEASE = 4;

  /** No job of a file is called so: those end like files, or in a number behind a tilde. */
  private static final Pattern JOB =
      Pattern.compile("(?!.*\\.(?i:json|jsonl|csv)$)[A-Za-z0-9._:-]{1,128}");

  @UriPath(
      enums = "submit,call,inbox,outcomes,dead-letters,replay",
      description =
          "submit takes a change into the ledger, call makes it at once, inbox takes files in,"
              + " outcomes and dead-letters tell what became of changes, replay delivers dead"
              + " letters again")
  @Metadata(required = true)
  private final ConnectorChangeVerb verb;

  @UriParam(
      description =
          "The alias of the only tenant that is served; default for the one without an alias. All"
              + " of them where it is not set.")
  private String tenant;

  @UriParam(
      label = "producer",
      defaultValue = "submit",
      description = "For submit: the job that changes are recorded under.")
  private String job = "submit";

  @UriParam(
      label = "producer",
      defaultValue = "none",
      enums = "none,outcome",
      description =
          "For submit: what is waited for beside the commit; outcome: no thread is held meanwhile.")
  private Await await = Await.NONE;

  @UriParam(
      label = "producer",
      defaultValue = "30s",
      javaType = "java.time.Duration",
      description =
          "For submit with await=outcome: after that time the exchange fails with an"
              + " OutcomePendingException, and the change goes on.")
  private long timeout = Duration.ofSeconds(30).toMillis();

  @UriParam(
      label = "consumer",
      description =
          "For inbox, required: the folder that files are dropped into; a relative one is under"
              + " connector-routes.home. accepted and refused stand beside it. The body of an"
              + " exchange is a Map: file; state, recorded or refused; path, where it moves to; job"
              + " and rows, or reason. Where the exchange fails, it comes again after a while.")
  private String directory;

  @UriParam(
      label = "consumer",
      description =
          "For outcomes and dead-letters, required: whose position it is. Each subscriber gets all,"
              + " consumers of one subscriber share them. The position is acknowledged when the"
              + " exchange has completed; one that fails comes again after a while. A dead letter"
              + " is a JSON document.")
  private String subscriber;

  @UriParam(
      label = "consumer",
      defaultValue = "now",
      enums = "now,earliest",
      description = "For outcomes and dead-letters: where a subscriber begins that is new.")
  private Subscriber.From from = Subscriber.From.NOW;

  @UriParam(
      label = "consumer",
      defaultValue = "record",
      enums = "record,json,cloudevent",
      description =
          "For outcomes: the body is an OutcomeRecord, its JSON as in the outcome log, or a"
              + " CloudEvent in structured mode.")
  private Format format = Format.RECORD;

  private final EmbeddedRoutes routes;

  ConnectorChangeEndpoint(
      String uri,
      ConnectorChangeComponent component,
      ConnectorChangeVerb verb,
      EmbeddedRoutes routes) {
    super(uri, component);
    this.verb = verb;
    this.routes = routes;
  }

  /**
   * Makes sure that its options fit, and that the ledger is there where it is used.
   *
   * @throws IllegalArgumentException in one line
   */
  void check() {
    ConfiguredTenants tenants = routes.callRoot().tenants();
    if (tenant != null && tenants.all().stream().noneMatch(one -> one.name().equals(tenant))) {
      throw new IllegalArgumentException(
          verb
              + "?tenant="
              + tenant
              + " is not configured: set connector-routes.graph.tenants."
              + tenant
              + ".tenant-id, or give another alias");
    }
    if (!JOB.matcher(job).matches()) {
      throw new IllegalArgumentException(
          verb
              + ": job can have 1 to 128 letters, digits, '.', '_', ':' and '-', and not the ending"
              + " of a file: give another one");
    }
    if (timeout <= 0) {
      throw new IllegalArgumentException(
          verb + ": timeout must be longer than 0: give such as 30s");
    }
    if (verb != ConnectorChangeVerb.CALL) {
      routes.ledgerRoot();
    }
  }

  @Override
  public Producer createProducer() {
    if (verb.isConsumed()) {
      throw new UnsupportedOperationException(
          verb + " can only be consumed: begin a route with it");
    }
    return switch (verb) {
      case SUBMIT -> submit(routes.ledgerRoot());
      case REPLAY -> new ReplayProducer(this, routes.ledgerRoot().ledger());
      case CALL -> new CallProducer(this, routes.callRoot());
      case INBOX, OUTCOMES, DEAD_LETTERS -> throw new IllegalStateException(verb + " is consumed");
    };
  }

  private Producer submit(CompositionRoot root) {
    return new SubmitProducer(
        this,
        root.receiver().only(tenant),
        root.ledger().recorder(),
        root.ledgerComponent()::traces,
        await == Await.OUTCOME ? getComponent().waits(root) : null);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (!verb.isConsumed()) {
      throw new UnsupportedOperationException(
          verb + " can only be sent to: no route begins with it");
    }
    CompositionRoot root = routes.ledgerRoot();
    Consumer consumer =
        switch (verb) {
          case INBOX -> root.files().consumer(getCamelContext(), directory, tenant, processor);
          case OUTCOMES ->
              new LedgerConsumer(this, root.ledger(), processor, 1, outcomes(root, processor));
          case DEAD_LETTERS ->
              new LedgerConsumer(this, root.ledger(), processor, 1, deadLetters(root, processor));
          case SUBMIT, CALL, REPLAY -> throw new IllegalStateException(verb + " is sent to");
        };
    configureConsumer(consumer);
    return consumer;
  }

  private LedgerSource outcomes(CompositionRoot root, Processor processor) {
    return new SubscriptionSource<>(
        "Outcomes of subscriber " + subscriber,
        Signal.Kind.OUTCOMES,
        this,
        processor,
        root.ledger().subscriptions().outcomes(subscriber(root)),
        OUTCOMES_AHEAD,
        new OutcomeWriter(format)::write,
        lease(root));
  }

  private LedgerSource deadLetters(CompositionRoot root, Processor processor) {
    return new SubscriptionSource<>(
        "Dead letters of subscriber " + subscriber,
        Signal.Kind.DEAD_LETTERS,
        this,
        processor,
        root.ledger().subscriptions().deadLetters(subscriber(root)),
        1,
        new DeadLetterWriter(root.deadLetterMessages())::write,
        lease(root));
  }

  /** Of several routes of a process each is a reader of its own. */
  private Subscriber subscriber(CompositionRoot root) {
    return new Subscriber(
        subscriber,
        root.ledgerComponent().worker() + "/" + UUID.randomUUID(),
        from,
        alias -> tenant == null || GraphTenant.nameOf(alias).equals(tenant));
  }

  private static Duration lease(CompositionRoot root) {
    return root.ledgerComponent().lease().dividedBy(PARTS_OF_LEASE);
  }

  @Override
  public ConnectorChangeComponent getComponent() {
    return (ConnectorChangeComponent) super.getComponent();
  }

  /** What the endpoint does. */
  public ConnectorChangeVerb getVerb() {
    return verb;
  }

  /** The only tenant's alias; null for all tenants. */
  public String getTenant() {
    return tenant;
  }

  public void setTenant(String tenant) {
    this.tenant = tenant;
  }

  /** The job that changes are recorded under. */
  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    this.job = job;
  }

  /** What is waited for. */
  public Await getAwait() {
    return await;
  }

  public void setAwait(Await await) {
    this.await = await;
  }

  /** How long an outcome is waited for, in milliseconds. */
  public long getTimeout() {
    return timeout;
  }

  public void setTimeout(long timeout) {
    this.timeout = timeout;
  }

  /** The folder of files; null where it is no inbox. */
  public String getDirectory() {
    return directory;
  }

  public void setDirectory(String directory) {
    this.directory = directory;
  }

  /** Whose position it is; null where nothing is subscribed to. */
  public String getSubscriber() {
    return subscriber;
  }

  public void setSubscriber(String subscriber) {
    this.subscriber = subscriber;
  }

  /** Where a new subscriber begins. */
  public Subscriber.From getFrom() {
    return from;
  }

  public void setFrom(Subscriber.From from) {
    this.from = from;
  }

  /** What the body of an outcome is. */
  public Format getFormat() {
    return format;
  }

  public void setFormat(Format format) {
    this.format = format;
  }
}
