package io.connectorroutes.camel.queue;

import java.net.URI;

/**
 * The versions of TLS that a broker may speak: both clients take all that Java's security settings
 * allow, whatever its default is.
 */
final class TlsVersions {
  private TlsVersions() {}

  /**
   * The URL with them as its last option, which wins over one of its own.
   *
   * @param prefix what the client's options of TLS begin with
   */
  static URI in(URI url, String prefix) {
    return URI.create(
        url
            + (url.getRawQuery() == null ? "?" : "&")
            + prefix
            + "enabledProtocols=TLSv1.2,TLSv1.3");
  }
}
