package io.connectorroutes.ledger;

/**
 * A Graph request that is about to leave, recorded and committed before it does. Holds no secret.
 *
 * @param seq the change that it is for (for a look-up, the change that caused it)
 * @param kind CHANGE makes the change {@code sending}; a LOOKUP leaves it as it is
 * @param method the HTTP method
 * @param path the encoded path below the root, with version and query
 * @param clientRequestId a fresh UUID, sent as {@code client-request-id}
 * @param objectId id of the object that it addresses, as given or as found by its name; null where
 *     it addresses none that exists
 */
public record Intent(
    long seq, Kind kind, String method, String path, String clientRequestId, String objectId) {
  /** A request that addresses no object that exists. */
  public Intent(long seq, Kind kind, String method, String path, String clientRequestId) {
    this(seq, kind, method, path, clientRequestId, null);
  }

  /** What a request is for. */
  public enum Kind {
    CHANGE,
    LOOKUP
  }
}
