package io.connectorroutes.config;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which hosts are given a token of the process's identity: those of one Azure service in the
 * configured cloud, and this machine's own, for tests.
 *
 * @param domain the DNS suffix of the service's hosts; null where the cloud has none
 */
public record ServiceHosts(String domain) implements Predicate<String> {

  @Override
  public boolean test(String host) {
    return Loopback.isName(host)
        || (domain != null
            && host.toLowerCase(Locale.ROOT)
                .matches("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+\\Q" + domain + "\\E"));
  }

  /** Where they are, for a person, to follow "a host". */
  @Override
  public String toString() {
    return domain == null
        ? "on this machine (Microsoft names none of graph.cloud=custom)"
        : "below " + domain;
  }
}
