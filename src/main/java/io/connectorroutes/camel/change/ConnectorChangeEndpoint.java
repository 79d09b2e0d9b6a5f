package io.connectorroutes.camel.change;

import io.connectorroutes.camel.EmbeddedRoutes;
import java.time.Duration;
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
              + " connector-routes.home. accepted and refused stand beside it.")
  private String directory;

  @UriParam(
      label = "consumer",
      description =
          "For outcomes and dead-letters, required: whose position it is. Each subscriber gets all,"
              + " consumers of one subscriber share them.")
  private String subscriber;

  @UriParam(
      label = "consumer",
      defaultValue = "now",
      enums = "now,earliest",
      description = "For outcomes and dead-letters: where a subscriber begins that is new.")
  private From from = From.NOW;

  @UriParam(
      label = "consumer",
      defaultValue = "record",
      enums = "record,json,cloudevent",
      description =
          "For outcomes: the body is an OutcomeRecord, its JSON as in the outcome log, or a"
              + " CloudEvent in structured mode.")
  private Format format = Format.RECORD;

  ConnectorChangeEndpoint(
      String uri, ConnectorChangeComponent component, ConnectorChangeVerb verb) {
    super(uri, component);
    this.verb = verb;
  }

  @Override
  public Producer createProducer() {
    if (verb.isConsumed()) {
      throw new UnsupportedOperationException(
          verb + " can only be consumed: begin a route with it");
    }
    if (verb == ConnectorChangeVerb.CALL) {
      return new CallProducer(this, routes().callRoot());
    }
    throw new UnsupportedOperationException(verb + " does nothing yet");
  }

  private EmbeddedRoutes routes() {
    EmbeddedRoutes routes =
        getCamelContext()
            .getRegistry()
            .lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class);
    if (routes == null) {
      throw new IllegalStateException(
          "connector-routes.enabled=true is missing, and "
              + verb
              + " needs it: set it in the application's properties");
    }
    return routes;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (!verb.isConsumed()) {
      throw new UnsupportedOperationException(
          verb + " can only be sent to: no route begins with it");
    }
    throw new UnsupportedOperationException(verb + " does nothing yet");
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
  public From getFrom() {
    return from;
  }

  public void setFrom(From from) {
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
