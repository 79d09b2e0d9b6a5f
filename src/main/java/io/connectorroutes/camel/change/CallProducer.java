package io.connectorroutes.camel.change;

import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.http.GraphRoute;
import io.connectorroutes.delivery.ImmediateDelivery;
import io.connectorroutes.intake.ImmediateChanges;
import io.connectorroutes.secret.VaultUnreachableException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
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

  CallProducer(ConnectorChangeEndpoint endpoint, CallRoot root) {
    super(endpoint);
    this.changes = root.immediateChanges();
    this.delivery = root.immediateDelivery();
    this.tenant = endpoint.getTenant();
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
    ChangeMessages.requireNone(read.problem());
    Map<String, Object> result =
        CallResult.of(
            delivery.send(read.change(), read.tenant().account(), read.certificate(), exit));
    Message message = exchange.getMessage();
    message.setBody(result);
    message.setHeader(ConnectorChangeConstants.OUTCOME, result.get(CallResult.OUTCOME));
  }

  private ImmediateChanges.Read read(Exchange exchange) throws Exception {
    byte[] message = ChangeMessages.of(exchange).body();
    try {
      return changes.read(message, exchange.getExchangeId(), tenant);
    } catch (VaultUnreachableException e) {
      throw new GraphUnavailableException(e.getMessage(), null, "secretUnavailable", null);
    }
  }
}
