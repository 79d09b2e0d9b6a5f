package io.connectorroutes.camel.management;

import io.connectorroutes.config.Loopback;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;

/**
 * The names that a server is asked by. A web page of anybody's can have its own name lead to an
 * address of this machine, and read with its visitor's browser what is answered there; the name is
 * what such a request cannot hide.
 *
 * @param publicHosts in lower case, without ports, beside those of this machine
 */
record HostHeader(List<String> publicHosts) {

  /** Whether a request names this machine or one of the public hosts; its port does not matter. */
  boolean isAllowed(HttpServerRequest request) {
    HostAndPort asked = request.authority();
    // An absolute URI has a host of its own, which would count instead.
    return asked != null
        && request.headers().getAll(HttpHeaders.HOST).size() <= 1
        && request.uri().startsWith("/")
        && isAllowed(asked.host().toLowerCase(Locale.ROOT));
  }

  private boolean isAllowed(String host) {
    return Loopback.isName(host) || publicHosts.contains(host);
  }
}
