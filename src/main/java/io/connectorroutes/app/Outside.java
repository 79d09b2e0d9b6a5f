package io.connectorroutes.app;

import com.azure.core.http.HttpClient;
import io.connectorroutes.camel.RoutesMain;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Ledger;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How the application meets the world outside, where that is not a matter of configuration.
 *
 * @param tokenClient carries the requests to token authorities
 * @param answerWithin how long an answer of Graph is waited for; no longer than {@link
 *     RoutesMain#ANSWER_WITHIN}, which leases are made for
 * @param aroundLedger gives the ledger that the routes use, for whoever has to stand between
 */
public record Outside(
    HttpClient tokenClient, Duration answerWithin, UnaryOperator<Ledger> aroundLedger) {

  /** Java's own trust settings, and the usual patience. */
  public static Outside standard() {
    return new Outside(
        TokenSource.httpClient(), RoutesMain.ANSWER_WITHIN, UnaryOperator.identity());
  }

  /** The same with a token client of its own, for instance one that trusts another authority. */
  public Outside withTokenClient(HttpClient client) {
    return new Outside(client, answerWithin, aroundLedger);
  }

  /** The same with less patience. */
  public Outside withAnswerWithin(Duration patience) {
    return new Outside(tokenClient, patience, aroundLedger);
  }

  /** The same with something around the ledger. */
  public Outside withAroundLedger(UnaryOperator<Ledger> around) {
    return new Outside(tokenClient, answerWithin, around);
  }
}
