package io.connectorroutes.sandbox;

import java.time.Duration;

/** A request that is answered with an error; carries what Graph's error body needs. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final long retryAfterSeconds;

  Refusal(int status, String code, String message) {
    this(status, code, message, 0);
  }

  private Refusal(int status, String code, String message, long retryAfterSeconds) {
    // An answer, not a fault of the program: no stack trace is worth its cost.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "BadRequest", message);
  }

  static Refusal notFound(String kind, String id) {
    return new Refusal(
        404, "Request_ResourceNotFound", kind + " '" + id + "' does not exist in this tenant.");
  }

  /** The refusal of a request over the budget; Retry-After is whole seconds, rounded up. */
  static Refusal throttled(Duration wait) {
    long seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
    return new Refusal(429, "TooManyRequests", "Too many requests.", Math.max(1, seconds));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** 0 where the answer has no Retry-After. */
  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
