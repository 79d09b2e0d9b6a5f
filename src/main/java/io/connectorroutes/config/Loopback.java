package io.connectorroutes.config;

import java.net.URI;

/** Tells this machine's own addresses. */
public final class Loopback {
  private Loopback() {}

  /** Whether a URL's host is this machine by its name alone; a name server is not asked. */
  static boolean is(URI uri) {
    return isName(uri.getHost());
  }

  /**
   * Whether a host is this machine by its name alone; a name server is not asked.
   *
   * @param host in lower case, an IPv6 address in brackets
   */
  public static boolean isName(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
