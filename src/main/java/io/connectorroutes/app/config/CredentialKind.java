package io.connectorroutes.app.config;

/** How a token is obtained: the values of {@code graph.credential}. */
public enum CredentialKind {
  /** What azure-identity finds by itself: environment, workload, managed identity, a login. */
  DEFAULT,
  /** An app's secret. */
  CLIENT_SECRET,
  /** An app's certificate, as PEM or PFX. */
  CLIENT_CERTIFICATE,
  /** The managed identity of the Azure resource that this runs on. */
  MANAGED_IDENTITY,
  /** A federated token from a file. */
  WORKLOAD_IDENTITY,
  /** No token at all; only for an endpoint on this machine. */
  NONE;

  /** Whether the kind works only with a tenant id and a client id of its own. */
  boolean needsApp() {
    return this == CLIENT_SECRET || this == CLIENT_CERTIFICATE;
  }
}
