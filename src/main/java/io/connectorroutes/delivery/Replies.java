package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.RetryAfter;
import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.graph.UnreadableAnswerException;
import io.connectorroutes.ledger.InternalErrors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;

/** Sorts answers and failures by what they mean. */
final class Replies {
  private static final int FAILED_DEPENDENCY = 424;
  private static final int BANDWIDTH_EXCEEDED = 509;

  /** No connection came about, so that nothing can have reached Graph. */
  private static final Set<Class<? extends Exception>> NOT_REACHED =
      Set.of(
          ConnectException.class,
          UnknownHostException.class,
          NoRouteToHostException.class,
          SSLHandshakeException.class,
          SSLPeerUnverifiedException.class,
          ConnectTimeoutException.class);

  private Replies() {}

  /** What an answer means. */
  static Reply of(GraphResponse response, GraphRequest request, Instant now) {
    int status = response.status();
    if (status >= 200 && status < 300) {
      return new Reply(
          Reply.Kind.SUCCESS,
          status,
          null,
          null,
          GraphError.requestId(response, request),
          Optional.empty());
    }
    GraphError error = GraphError.of(response, request);
    return new Reply(
        kind(status, error),
        status,
        error.code(),
        error.message(),
        error.requestId(),
        RetryAfter.parse(response.headers().get("retry-after"), now));
  }

  /** What it means that a batch was answered and this item of it was not. */
  static Reply missing() {
    return unanswered(
        Reply.Kind.LOST, "missingInBatch", "Graph's answer to the batch has none to this request");
  }

  /** What it means that an answer came which an exception of ours kept from being read. */
  static Reply unread(GraphResponse response, Throwable failure) {
    return new Reply(Reply.Kind.LOST, response.status(), null, null, null, Optional.empty())
        .failed(failure);
  }

  /** What it means that an exception of ours kept the request from being made. */
  static Reply unsent(Throwable failure) {
    return unanswered(Reply.Kind.NOT_SENT, InternalErrors.CODE, InternalErrors.message(failure));
  }

  /** What it means that no answer came. */
  static Reply of(Throwable failure) {
    Optional<TokenUnavailableException> noToken =
        causes(failure)
            .filter(TokenUnavailableException.class::isInstance)
            .map(TokenUnavailableException.class::cast)
            .findFirst();
    if (noToken.isPresent()) {
      return unanswered(Reply.Kind.NO_TOKEN, "noToken", noToken.get().getMessage());
    }
    if (causes(failure).anyMatch(ConnectionRequestTimeoutException.class::isInstance)) {
      return unanswered(Reply.Kind.NOT_SENT, "noConnection", "all connections to Graph are in use");
    }
    if (causes(failure).anyMatch(Replies::isNotReached)) {
      return unanswered(
          Reply.Kind.NOT_REACHED,
          "notConnected",
          "Graph could not be reached (" + innermost(failure) + ")");
    }
    Optional<UnreadableAnswerException> unreadable =
        causes(failure)
            .filter(UnreadableAnswerException.class::isInstance)
            .map(UnreadableAnswerException.class::cast)
            .findFirst();
    if (unreadable.isPresent()) {
      return unanswered(
          Reply.Kind.LOST,
          Reply.UNREADABLE,
          "Graph's answer is not read: " + unreadable.get().getMessage());
    }
    boolean timeout = causes(failure).anyMatch(SocketTimeoutException.class::isInstance);
    if (!timeout && causes(failure).noneMatch(Replies::isOfConnection)) {
      return unanswered(Reply.Kind.LOST, InternalErrors.CODE, InternalErrors.message(failure));
    }
    return timeout
        ? unanswered(Reply.Kind.LOST, "timeout", "no answer came in time")
        : unanswered(
            Reply.Kind.LOST,
            "connectionLost",
            "the connection broke before an answer came (" + innermost(failure) + ")");
  }

  private static Reply.Kind kind(int status, GraphError error) {
    if (status == 429) {
      return Reply.Kind.THROTTLED;
    }
    if (status == 401) {
      return Reply.Kind.UNAUTHORIZED;
    }
    if (status == 404) {
      return Reply.Kind.NOT_FOUND;
    }
    if (status == FAILED_DEPENDENCY) {
      return Reply.Kind.NOT_DONE;
    }
    return mayPass(status, error) ? Reply.Kind.LOST : Reply.Kind.REFUSED;
  }

  /** By Microsoft's page "Microsoft Graph error responses and resource types". */
  private static boolean mayPass(int status, GraphError error) {
    return switch (status) {
      case 408, 500, 502, 503, 504, BANDWIDTH_EXCEEDED -> true;
      case 400, 409 -> error.code().equals(GraphError.CONCURRENCY_VIOLATION);
      default -> false;
    };
  }

  private static Reply unanswered(Reply.Kind kind, String code, String message) {
    return new Reply(kind, null, code, message, null, Optional.empty());
  }

  private static boolean isOfConnection(Throwable cause) {
    return cause instanceof IOException || cause instanceof HttpException;
  }

  private static boolean isNotReached(Throwable cause) {
    return NOT_REACHED.stream().anyMatch(type -> type.isInstance(cause));
  }

  /** The kind of failure only: texts of failures may quote what was sent. */
  private static String innermost(Throwable failure) {
    return causes(failure)
        .reduce((outer, inner) -> inner)
        .orElse(failure)
        .getClass()
        .getSimpleName();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(20);
  }
}
