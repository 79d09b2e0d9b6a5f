package io.connectorroutes.camel;

import io.connectorroutes.camel.http.LateCallException;
import io.connectorroutes.camel.ledger.ChangeTraces;
import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.camel.ledger.RetryWhileUnavailable;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.SecretCompletion;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.Ledger;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Gives the request of an exchange its secrets, right before it leaves. */
public class RequestSecrets {
  private final SecretCompletion completion;
  private final Deliveries deliveries;
  private final BiConsumer<String, String> waiting;
  private final Supplier<ChangeTraces> traces;

  /**
   * Creates the bean.
   *
   * @param waiting hears of an account whose change waits for a secret, and why
   * @param traces what traces requests
   */
  RequestSecrets(
      SecretCompletion completion,
      Ledger ledger,
      BiConsumer<String, String> waiting,
      Supplier<ChangeTraces> traces) {
    this.completion = completion;
    this.deliveries = ledger.deliveries();
    this.waiting = waiting;
    this.traces = traces;
  }

  /**
   * Completes the request in the body; takes out of the claim what cannot be sent now.
   *
   * @throws NothingToSendException where that is all of it
   * @throws LateCallException where the lease was lost meanwhile
   */
  public void complete(Exchange exchange) throws NothingToSendException, LateCallException {
    Claimed<GraphCall> claimed = Responses.claim(exchange);
    SecretCompletion.Result result = completion.complete(claimed);
    if (!result.takenOut().isEmpty()) {
      takeOut(exchange, claimed, result.takenOut());
    }
    Claimed<GraphCall> complete =
        result
            .complete()
            .orElseThrow(() -> new NothingToSendException("no change of the call can be sent now"));
    exchange.setProperty(LedgerProperties.CLAIM, complete);
    exchange.getMessage().setBody(traces.get().sending(exchange, complete).request());
  }

  private void takeOut(Exchange exchange, Claimed<GraphCall> claimed, List<Decision> decisions)
      throws LateCallException {
    if (!RetryWhileUnavailable.of(exchange).call(() -> deliveries.takeOut(claimed, decisions))) {
      throw new LateCallException("the lease was lost while secrets were read");
    }
    decisions.stream()
        .filter(Decision.NoSecret.class::isInstance)
        .map(Decision.NoSecret.class::cast)
        .findFirst()
        .ifPresent(first -> waiting.accept(claimed.account(), first.reason()));
  }
}
