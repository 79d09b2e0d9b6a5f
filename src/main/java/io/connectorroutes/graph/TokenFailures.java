package io.connectorroutes.graph;

import com.azure.core.exception.HttpResponseException;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Tells what kept a token from being had: an authority that refuses, one that does not answer, or a
 * credential that is not there; and what to do.
 */
final class TokenFailures {
  /** Of RFC 6749 and Microsoft's page on error codes: the authority may answer otherwise later. */
  private static final Set<String> PASSING =
      Set.of("temporarily_unavailable", "server_error", "request_timeout", "too_many_requests");

  private static final int LONGEST = 400;

  private TokenFailures() {}

  /** The failure as it may be shown. */
  static TokenUnavailableException of(Throwable failure, CredentialSettings settings) {
    MsalServiceException refusal = find(failure, MsalServiceException.class);
    if (refusal != null) {
      return refused(refusal, settings);
    }
    HttpResponseException answer = find(failure, HttpResponseException.class);
    if (answer != null && answer.getResponse() != null) {
      int status = answer.getResponse().getStatusCode();
      return failure(
          asked(settings) + " answered " + status + "; " + check(settings), isRefusal(status));
    }
    CredentialUnavailableException missing = find(failure, CredentialUnavailableException.class);
    if (missing != null) {
      // The library's text says what is not there, and may quote an endpoint's answer.
      String text = sent(settings).mask(firstLine(missing.getMessage()));
      return failure(text + "; " + check(settings), false);
    }
    if (find(failure, SSLException.class) != null) {
      return failure(
          asked(settings)
              + " has no certificate that this Java trusts ("
              + innermost(failure)
              + "); see javax.net.ssl.trustStore",
          false);
    }
    if (find(failure, AnswerTooLongException.class) != null) {
      return failure(asked(settings) + " answered with far too much; check that it is one", false);
    }
    if (find(failure, IOException.class) != null || find(failure, TimeoutException.class) != null) {
      return failure(asked(settings) + " does not answer (" + innermost(failure) + ")", false);
    }
    if (find(failure, IllegalArgumentException.class) != null) {
      return failure("the credential's settings are not accepted; " + check(settings), true);
    }
    return failure("asking for it failed (" + innermost(failure) + "); " + check(settings), false);
  }

  /** The same of a credential of the application around, whose texts are its own. */
  static TokenUnavailableException ofHost(Throwable failure) {
    MsalServiceException refusal = find(failure, MsalServiceException.class);
    return failure(
        "token-credential, the application's own, gave none ("
            + (refusal == null ? innermost(failure) : Secrets.NONE.mask(said(refusal)))
            + "); see to that",
        refusal != null && isFinal(refusal));
  }

  private static TokenUnavailableException refused(
      MsalServiceException refusal, CredentialSettings settings) {
    String text =
        asked(settings)
            + " refused: "
            + PrintableText.line(sent(settings).mask(said(refusal)), LONGEST);
    return failure(
        mayPass(refusal) ? text : text.strip() + "; " + TokenRemedies.of(refusal, settings),
        isFinal(refusal));
  }

  /** What a request for a token may hold; of an assertion, its form tells. */
  private static Secrets sent(CredentialSettings settings) {
    return Secrets.of(
        settings.clientSecret(),
        settings.clientCertificate(),
        settings.clientCertificatePassword());
  }

  private static String said(MsalServiceException refusal) {
    return refusal.errorCode() + " " + firstLine(refusal.getMessage());
  }

  private static TokenUnavailableException failure(String text, boolean isFinal) {
    return new TokenUnavailableException(
        "no token: " + PrintableText.line(text, 2 * LONGEST), isFinal);
  }

  private static String asked(CredentialSettings settings) {
    return settings.kind() == CredentialKind.MANAGED_IDENTITY
        ? "the machine's identity endpoint"
        : "the authority";
  }

  private static String check(CredentialSettings settings) {
    return switch (settings.kind()) {
      case MANAGED_IDENTITY ->
          "assign an identity to this machine, and give its "
              + settings.key("client-id")
              + " where it has several";
      case DEFAULT ->
          "set "
              + settings.key("credential")
              + " to how tokens are obtained, such as client-secret";
      default ->
          "check "
              + settings.key("tenant-id")
              + ", "
              + settings.key("client-id")
              + " and "
              + settings.key("credential");
    };
  }

  private static boolean mayPass(MsalServiceException refusal) {
    Integer status = refusal.statusCode();
    return PASSING.contains(String.valueOf(refusal.errorCode()))
        || (status != null && !isRefusal(status));
  }

  /** An identity endpoint's answers come without their status. */
  private static boolean isFinal(MsalServiceException refusal) {
    return refusal.statusCode() != null && !mayPass(refusal);
  }

  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != 429 && status != 408;
  }

  /** Entra ends its text with trace ids and a time; the first line says what is wrong. */
  private static String firstLine(String text) {
    return text == null ? "" : text.strip().lines().findFirst().orElse("");
  }

  private static String innermost(Throwable failure) {
    return Causes.innermost(failure).getClass().getSimpleName();
  }

  private static <T> T find(Throwable failure, Class<T> type) {
    return Causes.first(failure, type).orElse(null);
  }
}
