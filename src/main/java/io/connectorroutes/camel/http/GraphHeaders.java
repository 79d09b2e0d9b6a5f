package io.connectorroutes.camel.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets exactly the named headers pass to Graph and back, whatever else a message holds: an
 * allow-list holds where a list of forbidden names misses a spelling.
 */
public class GraphHeaders implements HeaderFilterStrategy {
  private static final Set<String> OUT =
      Set.of(
          GraphMessages.ACCOUNT.toLowerCase(Locale.ROOT),
          GraphMessages.TRACEPARENT.toLowerCase(Locale.ROOT),
          GraphMessages.CLIENT_REQUEST_ID,
          "accept",
          "content-type");

  private static final Set<String> IN =
      Set.of(
          "retry-after",
          "request-id",
          "client-request-id",
          "date",
          "location",
          "www-authenticate",
          "content-type",
          "x-ms-ags-diagnostic",
          "x-ms-throttle-limit-percentage",
          "x-ms-throttle-scope",
          "x-ms-throttle-information");

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !IN.contains(name.toLowerCase(Locale.ROOT));
  }
}
