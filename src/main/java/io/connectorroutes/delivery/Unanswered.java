package io.connectorroutes.delivery;

import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.graph.UnreadableAnswerException;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.text.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;

/**
 * What it means that no answer came.
 *
 * @param kind never a kind of answer
 * @param code ours
 * @param message one line without a secret
 * @param retryAfter how long the token authority asks to wait
 */
record Unanswered(
    Classified.Kind kind, String code, String message, Optional<Duration> retryAfter) {
  private Unanswered(Classified.Kind kind, String code, String message) {
    this(kind, code, message, Optional.empty());
  }

  /** A batch was answered and this request of it was not. */
  static final Unanswered MISSING =
      new Unanswered(
          Classified.Kind.LOST,
          "missingInBatch",
          "Graph's answer to the batch has none to this request");

  /** The code of a request that had no token, where only a person can mend that. */
  static final String NO_CREDENTIAL = "noCredential";

  /** No connection came about, so that nothing can have reached Graph. */
  private static final Set<Class<? extends Exception>> NOT_REACHED =
      Set.of(
          ConnectException.class,
          UnknownHostException.class,
          NoRouteToHostException.class,
          SSLHandshakeException.class,
          SSLPeerUnverifiedException.class,
          ConnectTimeoutException.class);

  /** An exception of ours kept the request from being made. */
  static Unanswered notMade(Throwable failure) {
    return new Unanswered(
        Classified.Kind.NOT_MADE, InternalErrors.CODE, InternalErrors.message(failure));
  }

  /** The call failed. */
  static Unanswered of(Throwable failure) {
    Optional<TokenUnavailableException> noToken =
        Causes.first(failure, TokenUnavailableException.class);
    if (noToken.isPresent()) {
      return new Unanswered(
          Classified.Kind.NO_TOKEN,
          noToken.get().isFinal() ? NO_CREDENTIAL : "noToken",
          noToken.get().getMessage(),
          noToken.get().retryAfter());
    }
    if (Causes.first(failure, ConnectionRequestTimeoutException.class).isPresent()) {
      return new Unanswered(
          Classified.Kind.NOT_SENT, "noConnection", "all connections to Graph are in use");
    }
    if (NOT_REACHED.stream().anyMatch(type -> Causes.first(failure, type).isPresent())) {
      return new Unanswered(
          Classified.Kind.NOT_REACHED,
          "notConnected",
          "Graph could not be reached (" + innermost(failure) + ")");
    }
    return lost(failure);
  }

  private static Unanswered lost(Throwable failure) {
    Optional<UnreadableAnswerException> unreadable =
        Causes.first(failure, UnreadableAnswerException.class);
    if (unreadable.isPresent()) {
      return lost(
          Classified.UNREADABLE, "Graph's answer is not read: " + unreadable.get().getMessage());
    }
    if (Causes.first(failure, SocketTimeoutException.class).isPresent()) {
      return lost("timeout", "no answer came in time");
    }
    boolean connection =
        Causes.first(failure, IOException.class).isPresent()
            || Causes.first(failure, HttpException.class).isPresent();
    return connection
        ? lost(
            "connectionLost",
            "the connection broke before an answer came (" + innermost(failure) + ")")
        : lost(InternalErrors.CODE, InternalErrors.message(failure));
  }

  private static Unanswered lost(String code, String message) {
    return new Unanswered(Classified.Kind.LOST, code, message);
  }

  /** The kind of failure only: texts of failures may quote what was sent. */
  private static String innermost(Throwable failure) {
    return Causes.innermost(failure).getClass().getSimpleName();
  }
}
