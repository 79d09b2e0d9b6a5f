package io.connectorroutes.graph;

import java.util.Arrays;

/** Where tokens come from, by the names of {@code graph.credential}. */
public enum CredentialKind {
  /** What azure-identity finds in the environment, in its own order. */
  DEFAULT("default"),
  CLIENT_SECRET("client-secret"),
  CLIENT_CERTIFICATE("client-certificate"),
  MANAGED_IDENTITY("managed-identity"),
  WORKLOAD_IDENTITY("workload-identity"),
  /** No token and no Authorization header; for loopback endpoints only. */
  NONE("none");

  private final String wireName;

  CredentialKind(String wireName) {
    this.wireName = wireName;
  }

  /** Whether the kind works only with a tenant id and a client id of its own. */
  public boolean needsApp() {
    return this == CLIENT_SECRET || this == CLIENT_CERTIFICATE;
  }

  /** The name in the configuration. */
  public String wireName() {
    return wireName;
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static CredentialKind of(String wireName) {
    return Arrays.stream(values())
        .filter(kind -> kind.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("graph.credential: no kind is named " + wireName));
  }
}
