package io.connectorroutes.graph;

import com.azure.core.exception.HttpResponseException;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
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

  private static final int THROTTLED = 429;
  private static final int LONGEST = 400;

  private final CredentialSettings settings;

  /** The head of the last answer; null where none came. */
  private final TokenAnswers.Answer answer;

  private TokenFailures(CredentialSettings settings, TokenAnswers.Answer answer) {
    this.settings = settings;
    this.answer = answer;
  }

  /**
   * The failure as it may be shown.
   *
   * @param answer the head of the last answer to the request that failed
   */
  static TokenUnavailableException of(
      Throwable failure, CredentialSettings settings, Optional<TokenAnswers.Answer> answer) {
    return new TokenFailures(settings, answer.orElse(null)).told(failure);
  }

  /** The same of a credential of the application around, whose texts are its own. */
  static TokenUnavailableException ofHost(Throwable failure) {
    MsalServiceException refusal = find(failure, MsalServiceException.class);
    return failure(
        "token-credential, the application's own, gave none ("
            + (refusal == null ? innermost(failure) : Secrets.NONE.mask(said(refusal)))
            + "); see to that",
        refusal != null && isFinal(refusal.errorCode(), refusal.statusCode()),
        null);
  }

  /**
   * The token that was had is for another tenant.
   *
   * @param other its tenant's id
   * @param ofHost whether the application around gave the credential
   */
  static TokenUnavailableException ofTenant(
      String other, CredentialSettings settings, boolean ofHost) {
    String remedy =
        ofHost
            ? "; see to token-credential, the application's own"
            : switch (settings.kind()) {
              case MANAGED_IDENTITY ->
                  ", the machine's own: for another one set "
                      + settings.key("credential")
                      + " to client-certificate, client-secret or workload-identity";
              case DEFAULT ->
                  ", the environment's own: mend AZURE_TENANT_ID, or set "
                      + settings.key("credential")
                      + " to how tokens for this tenant are obtained";
              default -> ": check " + settings.key("tenant-id");
            };
    return failure(
        "it is for the tenant " + other + " and not for " + settings.tenantId() + remedy,
        true,
        null);
  }

  private TokenUnavailableException told(Throwable failure) {
    MsalServiceException refusal = find(failure, MsalServiceException.class);
    if (refusal != null) {
      return refused(refusal);
    }
    HttpResponseException http = find(failure, HttpResponseException.class);
    if (http != null && http.getResponse() != null) {
      int status = http.getResponse().getStatusCode();
      return isRefusal(status)
          ? failure(asked() + " answered " + status + "; " + check(), true, null)
          : failure(later() + ": it answered " + status, false, retryAfter());
    }
    CredentialUnavailableException missing = find(failure, CredentialUnavailableException.class);
    if (missing != null) {
      return failure(shown(firstLine(missing.getMessage())) + "; " + check(), false, retryAfter());
    }
    return unanswered(failure);
  }

  private TokenUnavailableException unanswered(Throwable failure) {
    if (find(failure, CertificateExpiredException.class) != null
        || find(failure, CertificateNotYetValidException.class) != null) {
      return failure(
          asked()
              + " has no certificate that is valid by this machine's clock ("
              + innermost(failure)
              + "): check that clock",
          false,
          null);
    }
    if (find(failure, SSLException.class) != null) {
      return failure(
          asked()
              + " has no certificate that this Java trusts ("
              + innermost(failure)
              + "); see javax.net.ssl.trustStore",
          false,
          null);
    }
    if (find(failure, AnswerTooLongException.class) != null) {
      return failure(asked() + " answered with far too much; check that it is one", false, null);
    }
    if (find(failure, IOException.class) != null || find(failure, TimeoutException.class) != null) {
      return failure(
          asked()
              + " does not answer ("
              + innermost(failure)
              + "): it is asked again; see that this machine reaches it",
          false,
          null);
    }
    if (find(failure, IllegalArgumentException.class) != null) {
      return failure("the credential's settings are not accepted; " + check(), true, null);
    }
    return failure("asking for it failed (" + innermost(failure) + "); " + check(), false, null);
  }

  private TokenUnavailableException refused(MsalServiceException refusal) {
    String said = shown(said(refusal));
    if (mayPass(refusal.errorCode(), status(refusal))) {
      return failure(later() + ": " + said, false, retryAfter());
    }
    Optional<String> clockOff = Optional.ofNullable(answer).flatMap(TokenAnswers.Answer::clockOff);
    return failure(
        asked() + " refused: " + said + "; " + TokenRemedies.of(refusal, settings, clockOff),
        isFinal(refusal),
        retryAfter());
  }

  /** Without what the authority repeats of our secrets. */
  private String shown(String text) {
    return PrintableText.line(secrets().mask(text), LONGEST);
  }

  private Secrets secrets() {
    return Secrets.of(
        settings.clientSecret(),
        settings.clientCertificate(),
        settings.clientCertificatePassword(),
        System.getenv("AZURE_CLIENT_SECRET"),
        System.getenv("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
        System.getenv("IDENTITY_HEADER"),
        federatedToken());
  }

  /** Null where there is none that can be read. */
  private String federatedToken() {
    String file =
        settings.tokenFile() == null
            ? System.getenv("AZURE_FEDERATED_TOKEN_FILE")
            : settings.tokenFile();
    try {
      return file == null ? null : Files.readString(Path.of(file)).strip();
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Null where it does not ask to wait. */
  private Duration retryAfter() {
    return answer == null ? null : answer.retryAfter().orElse(null);
  }

  private String later() {
    return answer != null && answer.status() == THROTTLED
        ? asked() + " asks to wait"
        : asked() + " is out of order and is asked again";
  }

  private String asked() {
    return settings.kind() == CredentialKind.MANAGED_IDENTITY
        ? "the machine's identity endpoint"
        : "the authority";
  }

  private String check() {
    return switch (settings.kind()) {
      case MANAGED_IDENTITY ->
          "assign an identity to this machine, and give its "
              + settings.key("client-id")
              + " where it has several";
      case DEFAULT ->
          TokenRemedies.ofNoKeys(settings)
              .orElseGet(
                  () ->
                      "set "
                          + settings.key("credential")
                          + " to how tokens are obtained, such as client-secret");
      default ->
          "check "
              + settings.key("tenant-id")
              + ", "
              + settings.key("client-id")
              + " and "
              + settings.key("credential");
    };
  }

  /** To a machine an identity can be assigned at any time. */
  private boolean isFinal(MsalServiceException refusal) {
    return settings.kind() != CredentialKind.MANAGED_IDENTITY
        && isFinal(refusal.errorCode(), status(refusal));
  }

  private static boolean isFinal(String code, Integer status) {
    return status != null && !mayPass(code, status);
  }

  private static boolean mayPass(String code, Integer status) {
    return PASSING.contains(String.valueOf(code)) || (status != null && !isRefusal(status));
  }

  /** Of some refusals the library keeps no status. Null where nobody knows it. */
  private Integer status(MsalServiceException refusal) {
    return refusal.statusCode() == null && answer != null
        ? Integer.valueOf(answer.status())
        : refusal.statusCode();
  }

  /** An identity endpoint answers 410 while it is brought up to date. */
  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != THROTTLED && status != 408 && status != 410;
  }

  private static String said(MsalServiceException refusal) {
    return refusal.errorCode() + " " + firstLine(refusal.getMessage());
  }

  private static TokenUnavailableException failure(
      String text, boolean isFinal, Duration retryAfter) {
    return new TokenUnavailableException(
        "no token: " + PrintableText.line(text, 2 * LONGEST), isFinal, retryAfter);
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
