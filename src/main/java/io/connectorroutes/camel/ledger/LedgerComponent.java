package io.connectorroutes.camel.ledger;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.text.PrintableText;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as a Camel component: {@code ledger:VERB}. The verbs are listed in {@link LedgerVerb}.
 */
public class LedgerComponent extends DefaultComponent {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerComponent.class);

  /** A sentence with a path. */
  private static final int LONGEST_LINE = 500;

  private final DeadLetterLog deadLetterLog = new DeadLetterLog(LOG, Clock.systemUTC());
  private final Ledger ledger;
  private final Planner<GraphCall> planner;
  private final String worker;
  private final Duration lease;
  private final TenantWaits waits;

  private volatile LedgerListener listener = LedgerListener.NONE;
  private volatile ChangeTraces traces = ChangeTraces.NONE;

  /** Null for no limit. */
  private MostDeletes mostDeletes;

  /**
   * Creates the component.
   *
   * @param ledger open; closed by its owner, after Camel has stopped
   * @param planner decides what {@code ledger:due} claims
   * @param worker name of this process in leases
   * @param lease how long a claim holds without renewal
   * @param tenants what accounts are called in the log
   */
  public LedgerComponent(
      Ledger ledger,
      Planner<GraphCall> planner,
      String worker,
      Duration lease,
      ConfiguredTenants tenants) {
    this.ledger = ledger;
    this.planner = planner;
    this.worker = worker;
    this.lease = lease;
    this.waits = new TenantWaits(ledger, tenants);
  }

  /** Pauses each file with more deletes than that before any of it is sent. */
  public void pauseAfterDeletes(int most) {
    mostDeletes = new MostDeletes(most);
  }

  /** Null where files may have any number of deletes. */
  MostDeletes mostDeletes() {
    return mostDeletes;
  }

  /** Logs which tenants cannot be used, as far as that is known without asking for a token. */
  public void logUnusable(TokenSource tokens) {
    waits.start(tokens);
  }

  /**
   * A change of that account waits for a secret, which is logged.
   *
   * @param reason why it cannot be had; no secret
   */
  public void waitsForSecret(String account, String reason) {
    waits.waitsForSecret(account, reason);
  }

  /** Says who hears what the endpoints have done; nobody before. */
  public void setListener(LedgerListener listener) {
    this.listener = listener;
  }

  /** Says how changes are traced; they are not before. */
  public void setTraces(ChangeTraces traces) {
    this.traces = traces;
  }

  /** How changes are traced. */
  public ChangeTraces traces() {
    return traces;
  }

  /** Who hears what the endpoints have done. */
  public LedgerListener listener() {
    return listener;
  }

  /**
   * What the last try to publish failed of; empty where it went well.
   *
   * @param verb of the outbox
   */
  public Optional<String> lastFailure(LedgerVerb verb) {
    return getCamelContext().getRoutes().stream()
        .map(Route::getConsumer)
        .filter(LedgerConsumer.class::isInstance)
        .map(LedgerConsumer.class::cast)
        .filter(consumer -> isOf(consumer.getEndpoint(), verb))
        .flatMap(consumer -> consumer.problem().stream())
        .findFirst();
  }

  /**
   * What the last try to publish failed of, for whoever does not read the log; empty where it went
   * well. The failure of an endpoint is not repeated: it may hold what is secret in its URI.
   *
   * @param verb of the outbox
   */
  public Optional<String> unpublished(LedgerVerb verb) {
    return lastFailure(verb)
        .map(
            failure ->
                switch (verb) {
                  case OUTCOMES -> "outcomes cannot be published: see outcome.uri and the log";
                  case DEAD_LETTERS ->
                      "dead letters cannot be published: see dead-letter.uri and the log";
                  default -> "results cannot be published: " + failure;
                });
  }

  /** All of it, in lines that are not too long for the ledger. */
  List<String> unpublished() {
    return Stream.of(LedgerVerb.JOBS, LedgerVerb.OUTCOMES, LedgerVerb.DEAD_LETTERS)
        .flatMap(verb -> unpublished(verb).stream())
        .map(line -> PrintableText.line(line, LONGEST_LINE))
        .toList();
  }

  private static boolean isOf(Endpoint endpoint, LedgerVerb verb) {
    return endpoint instanceof LedgerEndpoint ours && ours.verb() == verb;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    LedgerEndpoint endpoint = new LedgerEndpoint(uri, this, LedgerVerb.of(remaining));
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** The ledger that the routes work on. */
  public Ledger ledger() {
    return ledger;
  }

  /** Which of them are logged. */
  DeadLetterLog deadLetterLog() {
    return deadLetterLog;
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    deadLetterLog.logAll();
  }

  Planner<GraphCall> planner() {
    return planner;
  }

  /** The name of this process in leases. */
  public String worker() {
    return worker;
  }

  /** How long a claim holds without renewal. */
  public Duration lease() {
    return lease;
  }

  TenantWaits waits() {
    return waits;
  }
}
