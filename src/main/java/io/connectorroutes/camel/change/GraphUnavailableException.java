package io.connectorroutes.camel.change;

/**
 * Nothing was done: Graph, or a key vault, was not reached, or Graph is busy or ended the call
 * without carrying it out. It is thrown as well where the answer to a request was lost that may be
 * sent twice. Either way the same change may be sent again.
 */
public class GraphUnavailableException extends GraphCallException {
  private static final long serialVersionUID = 1L;

  /** See {@link GraphCallException}. */
  GraphUnavailableException(String message, Integer status, String errorCode, String requestId) {
    super(message, status, errorCode, requestId);
  }
}
