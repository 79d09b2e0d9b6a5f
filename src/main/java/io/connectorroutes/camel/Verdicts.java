package io.connectorroutes.camel;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.Judge;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Judgement;
import org.apache.camel.Exchange;

/** Makes a judgement of Graph's answer, or of its absence, for the claim of the exchange. */
public class Verdicts {
  private final Judge judge;

  /**
   * Creates the bean.
   *
   * @param judge never null
   */
  public Verdicts(Judge judge) {
    this.judge = judge;
  }

  /** Judges the answer in the body. */
  public Judgement judge(Exchange exchange) {
    return judge.judge(claim(exchange), exchange.getMessage().getBody(GraphResponse.class));
  }

  /**
   * Judges that no answer came. The judgement replaces the body, which still holds the request with
   * its secrets.
   */
  public Judgement lost(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return judge.judgeFailure(claim(exchange), failure);
  }

  @SuppressWarnings("unchecked") // the consumer of ledger:due claims with our planner
  private static Claimed<GraphCall> claim(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.CLAIM, Claimed.class);
  }
}
