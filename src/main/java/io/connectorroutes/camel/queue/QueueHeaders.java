package io.connectorroutes.camel.queue;

import org.apache.camel.component.jms.JmsHeaderFilterStrategy;

/**
 * Camel 4.18.0's own filter for queue messages misses names such as {@code CAmelHttpUri}
 * (CVE-2026-40453): compare in lower case. The routes remove all headers besides.
 */
public class QueueHeaders extends JmsHeaderFilterStrategy {
  /** Creates the filter. */
  public QueueHeaders() {
    setLowerCase(true);
  }
}
