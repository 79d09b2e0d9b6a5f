package io.connectorroutes.graph;

import java.util.Map;

/**
 * What Graph answered. {@code toString} shows no body.
 *
 * <p>Its texts can repeat what was sent: {@link GraphError} gives them without the secrets.
 *
 * @param status HTTP status
 * @param headers by lower-case name; never null
 * @param body raw bytes; empty where there is none
 * @param sent the secrets that were sent and that it may repeat
 */
public record GraphResponse(int status, Map<String, String> headers, byte[] body, Secrets sent) {

  /** An answer to a request without a secret. */
  public GraphResponse(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, Secrets.NONE);
  }

  /** The same, where these secrets were sent as well. */
  public GraphResponse to(Secrets more) {
    return new GraphResponse(status, headers, body, sent.and(more));
  }

  /** Whether a text of it repeats a secret that was sent. */
  public boolean repeats(String text) {
    return sent.isIn(text);
  }

  /** Whether it has a status of 200 to 299. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "GraphResponse[" + status + "]";
  }
}
