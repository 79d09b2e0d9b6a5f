package io.connectorroutes.camel;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Planner;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The ledger as a Camel component: {@code ledger:VERB}. The verbs are listed in {@link LedgerVerb}.
 */
public class LedgerComponent extends DefaultComponent {
  private final Ledger ledger;
  private final Planner<GraphCall> planner;
  private final String worker;
  private final Duration lease;

  /**
   * Creates the component.
   *
   * @param ledger open; closed by its owner, after Camel has stopped
   * @param planner decides what {@code ledger:due} claims
   * @param worker name of this process in leases
   * @param lease how long a claim holds without renewal
   */
  public LedgerComponent(Ledger ledger, Planner<GraphCall> planner, String worker, Duration lease) {
    this.ledger = ledger;
    this.planner = planner;
    this.worker = worker;
    this.lease = lease;
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

  Planner<GraphCall> planner() {
    return planner;
  }

  String worker() {
    return worker;
  }

  Duration lease() {
    return lease;
  }
}
