package io.connectorroutes.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One planned fault: which requests it meets, how often, and what it does. A request is met when
 * every given condition holds; items of a batch are met like single requests, the batch as a whole
 * by its path {@code /v1.0/$batch}. A throttled request meets no fault.
 *
 * @param method HTTP method; null for any
 * @param path the whole raw path without query, version included; {@code *} stands for any
 *     characters but a slash, {@code **} for any at all; null for any path
 * @param tenant null for any
 * @param bodyContains text that the request's body contains, as compact JSON; null for any body
 * @param skip how many requests that it would meet are let pass first; null means 0
 * @param times how many requests it hits after those; at least 1; null means 1
 * @param action never null
 * @param delayMs waited by the action, in milliseconds; required for {@code delay} and {@code
 *     applyThenDelay}; null means 0
 * @param status 200 to 599; required where the action answers, and only allowed there, as are the
 *     four below
 * @param code of Graph's error body; null for a usual one
 * @param message of Graph's error body; null for a usual one
 * @param headers of the answer, such as Retry-After; null for none
 * @param body instead of Graph's error body: a string is sent as it is (text/plain), anything else
 *     as JSON; null for the error body, or none where the status is below 400
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
    String method,
    String path,
    String tenant,
    String bodyContains,
    Integer skip,
    Integer times,
    FaultAction action,
    Integer delayMs,
    Integer status,
    String code,
    String message,
    Map<String, String> headers,
    JsonNode body) {

  /**
   * Checks that the action has what it needs and nothing else.
   *
   * @throws IllegalArgumentException names the field and the remedy
   */
  public Fault {
    require(action != null, "'action' is missing; add one");
    skip = skip == null ? 0 : skip;
    times = times == null ? 1 : times;
    delayMs = delayMs == null ? 0 : delayMs;
    require(skip >= 0, "'skip' must be 0 or more");
    require(times >= 1, "'times' must be 1 or more");
    require(delayMs >= 0, "'delayMs' must be 0 or more");
    boolean answers = action.gives() == FaultAction.Gives.FAULT_ANSWER;
    boolean delays = action.gives() == FaultAction.Gives.OWN_ANSWER;
    require(
        !answers || status != null, "'status' is missing; '" + action.wireName() + "' needs it");
    require(status == null || (status >= 200 && status <= 599), "'status' must be 200 to 599");
    require(
        answers
            || (status == null
                && code == null
                && message == null
                && headers == null
                && (body == null || body.isNull())),
        "'"
            + action.wireName()
            + "' gives no answer of its own; remove 'status', 'code', 'message', 'headers', 'body'");
    require(!delays || delayMs > 0, "'delayMs' is missing; '" + action.wireName() + "' needs it");
    headers = headers == null ? null : Map.copyOf(headers);
    body = body == null || body.isNull() ? null : body;
  }

  /**
   * Begins a fault for requests of a method and path; see the components for their meaning.
   *
   * @param method null for any
   * @param path null for any
   */
  public static FaultBuilder on(String method, String path) {
    return new FaultBuilder(method, path);
  }

  /** The pattern of the path; matches everything where none is given. */
  Pattern pathPattern() {
    if (path == null) {
      return Pattern.compile(".*");
    }
    String any = path.replace("**", "\u0001").replace("*", "\u0002");
    return Pattern.compile(
        Pattern.quote(any).replace("\u0001", "\\E.*\\Q").replace("\u0002", "\\E[^/]*\\Q"));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
