package io.connectorroutes.camel.http;

import java.net.ConnectException;

/** The proxy did not let a request through. Nothing of it left. */
class ProxyRefusedException extends ConnectException {
  private static final long serialVersionUID = 1L;

  ProxyRefusedException(int status) {
    super("the proxy answered " + status + "; see https.proxyUser and https.proxyPassword");
  }
}
