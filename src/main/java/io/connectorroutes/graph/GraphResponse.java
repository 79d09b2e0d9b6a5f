package io.connectorroutes.graph;

import java.util.Map;

/**
 * What Graph answered. {@code toString} shows no body.
 *
 * @param status HTTP status
 * @param headers by lower-case name; never null
 * @param body raw bytes; empty where there is none
 */
public record GraphResponse(int status, Map<String, String> headers, byte[] body) {

  /** Whether it has a status of 200 to 299. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "GraphResponse[" + status + "]";
  }
}
