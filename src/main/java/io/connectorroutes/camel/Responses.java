package io.connectorroutes.camel;

import io.connectorroutes.camel.http.GraphMessages;
import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.delivery.ClassifiedCall;
import io.connectorroutes.delivery.Classifier;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.ResponsePolicy;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** From Graph's answer, or its absence, to what becomes of the claim of the exchange. */
public class Responses {
  private final Classifier classifier;
  private final ResponsePolicy policy;

  /**
   * Creates the bean.
   *
   * @param classifier never null
   * @param policy never null
   */
  public Responses(Classifier classifier, ResponsePolicy policy) {
    this.classifier = classifier;
    this.policy = policy;
  }

  /** Classifies the answer in the body. */
  public ClassifiedCall classify(Exchange exchange) {
    GraphResponse response = exchange.getMessage().getBody(GraphResponse.class);
    return classifier.answered(claim(exchange), response);
  }

  /**
   * Classifies that no answer came, or that no request could be made. What it returns replaces the
   * body, which still holds the request with its secrets.
   */
  public ClassifiedCall classifyFailure(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return GraphMessages.mayHaveLeft(exchange, failure)
        ? classifier.unanswered(claim(exchange), failure)
        : classifier.notMade(claim(exchange), failure);
  }

  /** Decides what becomes of each change of the call. */
  public ClaimResult decide(@Body ClassifiedCall call) {
    return policy.decide(call);
  }

  @SuppressWarnings("unchecked") // the consumer of ledger:due claims with our planner
  static Claimed<GraphCall> claim(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.CLAIM, Claimed.class);
  }
}
