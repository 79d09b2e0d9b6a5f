package io.connectorroutes.graph;

import com.microsoft.aad.msal4j.MsalServiceException;
import io.connectorroutes.change.Shown;
import java.util.Set;

/** Tells an authority that refuses from one that does not answer. */
final class TokenFailures {
  /** Of RFC 6749 and Microsoft's page on error codes: the authority may answer otherwise later. */
  private static final Set<String> PASSING =
      Set.of("temporarily_unavailable", "server_error", "request_timeout", "too_many_requests");

  private static final int LONGEST = 300;

  private TokenFailures() {}

  /** The failure as it may be shown. */
  static TokenUnavailableException of(Throwable failure) {
    MsalServiceException refusal = find(failure, MsalServiceException.class);
    if (refusal != null) {
      return new TokenUnavailableException(
          "no token: " + Shown.line(described(refusal), LONGEST), isFinal(refusal));
    }
    if (find(failure, IllegalArgumentException.class) != null) {
      return new TokenUnavailableException(
          "no token: the credential's settings are not accepted; check graph.tenant-id,"
              + " graph.client-id and graph.credential",
          true);
    }
    return new TokenUnavailableException(
        "no token: the authority does not answer (" + innermost(failure) + ")", false);
  }

  private static boolean isFinal(MsalServiceException refusal) {
    Integer status = refusal.statusCode();
    boolean refused = status != null && status >= 400 && status < 500 && status != 429;
    return refused && status != 408 && !PASSING.contains(String.valueOf(refusal.errorCode()));
  }

  private static String described(MsalServiceException refusal) {
    // Entra ends its text with trace ids and a time; the first line says what is wrong.
    String text = refusal.getMessage() == null ? "" : refusal.getMessage().strip();
    return "the authority refused: "
        + refusal.errorCode()
        + " "
        + text.lines().findFirst().orElse("");
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
