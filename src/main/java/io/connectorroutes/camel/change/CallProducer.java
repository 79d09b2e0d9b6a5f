package io.connectorroutes.camel.change;

import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.http.GraphRoute;
import io.connectorroutes.delivery.ImmediateDelivery;
import io.connectorroutes.intake.ImmediateChanges;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import io.connectorroutes.secret.VaultUnreachableException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Makes one change in the tenant at once. The exchange gets what came of it; the request and its
 * secrets never enter it.
 */
final class CallProducer extends DefaultProducer {
  private final ImmediateChanges changes;
  private final ImmediateDelivery delivery;
  private final String tenant;

  /** There while it is started. */
  private GraphRoute exit;

  /**
   * Makes changes.
   *
   * @throws IllegalArgumentException where the endpoint's tenant is not configured
   */
  CallProducer(ConnectorChangeEndpoint endpoint, CallRoot root) {
    super(endpoint);
    this.changes = root.immediateChanges();
    this.delivery = root.immediateDelivery();
    this.tenant = endpoint.getTenant();
    if (tenant != null && root.tenants().all().stream().noneMatch(t -> t.name().equals(tenant))) {
      throw new IllegalArgumentException(
          ConnectorChangeVerb.CALL
              + "?tenant="
              + tenant
              + " is not configured: set connector-routes.graph.tenants."
              + tenant
              + ".tenant-id, or give another alias");
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    exit = new GraphRoute(getEndpoint().getCamelContext());
  }

  @Override
  protected void doStop() throws Exception {
    exit.close();
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    ImmediateChanges.Read read = read(exchange);
    Problem problem = read.problem();
    if (problem != null) {
      throw new InvalidChangeException(problem.field(), problem.code(), problem.message());
    }
    exchange
        .getMessage()
        .setBody(
            CallResult.of(
                delivery.send(read.change(), read.tenant().account(), read.thumbprint(), exit)));
  }

  private ImmediateChanges.Read read(Exchange exchange) throws Exception {
    byte[] message = exchange.getMessage().getMandatoryBody(byte[].class);
    try {
      return changes.read(
          message, exchange.getExchangeId(), ((ConnectorChangeEndpoint) getEndpoint()).getTenant());
    } catch (VaultUnreachableException e) {
      throw new GraphUnavailableException(e.getMessage(), null, "secretUnavailable", null);
    }
  }
}
