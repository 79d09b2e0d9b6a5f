package io.connectorroutes.camel.ledger;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.ReceivedRow;
import org.apache.camel.Exchange;

/** The trace of each message: from when it is received to each request of Graph that it led to. */
public interface ChangeTraces {
  /** Nothing is traced, and nothing of a trace is kept. */
  ChangeTraces NONE =
      new ChangeTraces() {
        @Override
        public ReceivedRow received(ReceivedRow message) {
          return message.traceparent() == null ? message : message.tracedBy(null);
        }

        @Override
        public GraphCall sending(Exchange exchange, Claimed<GraphCall> claimed) {
          return claimed.request();
        }

        @Override
        public void sent(Exchange exchange) {
          // Nothing was begun.
        }
      };

  /** The message as it is to be recorded: with the span that it is. */
  ReceivedRow received(ReceivedRow message);

  /**
   * Begins a span for each request whose change is traced, until {@link #sent}.
   *
   * @return the call of the claim, whose requests name their spans
   */
  GraphCall sending(Exchange exchange, Claimed<GraphCall> claimed);

  /** Ends the spans of an exchange, with what is known of them; nothing where it has none. */
  void sent(Exchange exchange);
}
