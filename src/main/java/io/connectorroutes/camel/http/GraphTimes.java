package io.connectorroutes.camel.http;

import java.time.Duration;

/** How long Graph is waited for; known to commands that do without Camel. */
public final class GraphTimes {
  /** An answer, until its last byte. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  /** A connection. */
  public static final Duration CONNECT = Duration.ofSeconds(10);

  private GraphTimes() {}
}
