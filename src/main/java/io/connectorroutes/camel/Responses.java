package io.connectorroutes.camel;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.ResponsePolicy;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** What Graph's answer, or its absence, means for the claim of the exchange. */
public class Responses {
  private static final int MOST_CAUSES = 20;

  private final ResponsePolicy policy;

  /**
   * Creates the bean.
   *
   * @param policy never null
   */
  public Responses(ResponsePolicy policy) {
    this.policy = policy;
  }

  /** Decides by the answer in the body. */
  public ClaimResult classify(Exchange exchange) {
    return policy.judge(claim(exchange), exchange.getMessage().getBody(GraphResponse.class));
  }

  /**
   * Decides where no answer came, or no request could be made. The result replaces the body, which
   * still holds the request with its secrets.
   */
  public ClaimResult lost(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return isUnsent(exchange, failure)
        ? policy.judgeUnsent(claim(exchange), failure)
        : policy.judgeFailure(claim(exchange), failure);
  }

  /** Whatever the network failed of may have left. */
  private static boolean isUnsent(Exchange exchange, Throwable failure) {
    return !exchange.getProperty(LedgerProperties.LEAVES, false, Boolean.class)
        && Stream.iterate(failure, t -> t != null, Throwable::getCause)
            .limit(MOST_CAUSES)
            .noneMatch(IOException.class::isInstance);
  }

  @SuppressWarnings("unchecked") // the consumer of ledger:due claims with our planner
  private static Claimed<GraphCall> claim(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.CLAIM, Claimed.class);
  }
}
