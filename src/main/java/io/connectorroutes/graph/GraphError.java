package io.connectorroutes.graph;

import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An error answer, mostly in the shape of Microsoft's page "Microsoft Graph error responses and
 * resource types": {@code error.code}, {@code error.message}, and {@code innerError} within, which
 * may nest further and hold a more specific code.
 *
 * @param code the most specific code that is known here, else the outermost; {@code http} and the
 *     status where the answer has none; never empty
 * @param message one line, shortened, without the secrets that were sent; after a 403 with what to
 *     grant; never null
 * @param requestId Graph's {@code request-id}; null where there is none
 */
public record GraphError(String code, String message, String requestId) {
  /** A 409, or 400, that may be repeated after a delay. */
  public static final String CONCURRENCY_VIOLATION = "Directory_ConcurrencyViolation";

  private static final Set<String> KNOWN_CODES =
      Set.of(
          CONCURRENCY_VIOLATION,
          "Authorization_RequestDenied",
          "Request_ResourceNotFound",
          "TooManyRequests",
          "activityLimitReached");
  private static final int FORBIDDEN = 403;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final int LONGEST_CODE = 100;
  private static final int LONGEST_ID = 100;
  private static final int LONGEST_MESSAGE = 500;

  /**
   * Reads an error answer; one that is not in Graph's shape gives what its status and headers say.
   *
   * @param response any answer
   * @param request what it answers
   */
  public static GraphError of(GraphResponse response, GraphRequest request) {
    GraphError error = of(response);
    return new GraphError(
        error.code, withRemedy(error.message, response, request), error.requestId);
  }

  /** The same without what to grant. */
  public static GraphError of(GraphResponse response) {
    ErrorBody body = ErrorBody.of(response.body());
    Secrets secrets = response.sent();
    String message =
        body.message()
            .map(secrets::mask)
            .orElse("Graph answered " + response.status() + " without an error message");
    return new GraphError(
        code(body.codes(), response.status(), secrets),
        PrintableText.line(message, LONGEST_MESSAGE),
        headerId(response).or(body::requestId).map(id -> shownId(id, secrets)).orElse(null));
  }

  private static String withRemedy(String message, GraphResponse response, GraphRequest request) {
    Optional<Permission> needed =
        response.status() == FORBIDDEN ? Permission.of(request.path()) : Optional.empty();
    return needed
        .map(permission -> message.replaceFirst("\\.$", "") + "; " + permission.remedy())
        .orElse(message);
  }

  /** Graph's {@code request-id}, from the header; printable, without the secrets that were sent. */
  public static String requestId(GraphResponse response) {
    return headerId(response).map(id -> shownId(id, response.sent())).orElse(null);
  }

  private static Optional<String> headerId(GraphResponse response) {
    return Optional.ofNullable(response.headers().get("request-id"));
  }

  private static String shownId(String id, Secrets secrets) {
    return PrintableText.line(secrets.mask(id), LONGEST_ID);
  }

  private static String code(List<String> codes, int status, Secrets secrets) {
    for (int i = codes.size() - 1; i >= 0; i--) {
      if (KNOWN_CODES.contains(codes.get(i))) {
        return codes.get(i);
      }
    }
    return codes.stream()
        .findFirst()
        .map(code -> PrintableText.line(code, LONGEST_CODE))
        .filter(code -> secrets.isEmpty() || isHarmless(code, secrets))
        .orElse("http" + status);
  }

  /** After a request with a secret, what stands in the code's place may be that. */
  private static boolean isHarmless(String code, Secrets secrets) {
    return IDENTIFIER.matcher(code).matches() && !secrets.isIn(code);
  }
}
