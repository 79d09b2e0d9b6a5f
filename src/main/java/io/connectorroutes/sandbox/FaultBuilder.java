package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/** Builds one {@link Fault}: first what it meets and how often, last what it does. */
public final class FaultBuilder {
  private final String method;
  private final String path;
  private String tenant;
  private String bodyContains;
  private int skip;
  private int times = 1;
  private int delayMs;
  private String code;
  private String message;
  private Map<String, String> headers;
  private JsonNode body;

  FaultBuilder(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** Only requests of that tenant. */
  public FaultBuilder tenant(String value) {
    tenant = value;
    return this;
  }

  /** Only requests whose body, as compact JSON, contains that text. */
  public FaultBuilder bodyContains(String value) {
    bodyContains = value;
    return this;
  }

  /** Lets so many pass first; 0 or more. */
  public FaultBuilder skip(int value) {
    skip = value;
    return this;
  }

  /** Hits so many; 1 or more. */
  public FaultBuilder times(int value) {
    times = value;
    return this;
  }

  /** Waits so long, to the millisecond. */
  public FaultBuilder delay(Duration value) {
    delayMs = Math.toIntExact(value.toMillis());
    return this;
  }

  /** Code and message of the error in the answer. */
  public FaultBuilder error(String errorCode, String errorMessage) {
    code = errorCode;
    message = errorMessage;
    return this;
  }

  /** Headers of the answer. */
  public FaultBuilder headers(Map<String, String> value) {
    headers = value;
    return this;
  }

  /** A body of the answer instead of Graph's error body; a text node is sent as it is. */
  public FaultBuilder body(JsonNode value) {
    body = value;
    return this;
  }

  /** The fault that answers with a status and carries nothing out. */
  public Fault answer(int status) {
    return build(FaultAction.ANSWER, status);
  }

  /** The fault that carries the request out and answers with a status nevertheless. */
  public Fault applyThenAnswer(int status) {
    return build(FaultAction.APPLY_THEN_ANSWER, status);
  }

  /**
   * The fault of an action that has no answer of its own.
   *
   * @throws IllegalArgumentException where the action needs a status or a delay that is not given
   */
  public Fault does(FaultAction action) {
    return build(action, null);
  }

  private Fault build(FaultAction action, Integer status) {
    return new Fault(
        method,
        path,
        tenant,
        bodyContains,
        skip,
        times,
        action,
        delayMs,
        status,
        code,
        message,
        headers,
        body);
  }
}
