package io.connectorroutes.camel;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.Judge;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Judgement;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Makes a judgement of Graph's answer, or of its absence, for the claim of the exchange. */
public class Verdicts {
  private static final int MOST_CAUSES = 20;

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
   * Judges that no answer came, or that no request could be made. The judgement replaces the body,
   * which still holds the request with its secrets.
   */
  public Judgement lost(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return isUnsent(exchange, failure)
        ? judge.judgeUnsent(claim(exchange), failure)
        : judge.judgeFailure(claim(exchange), failure);
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
