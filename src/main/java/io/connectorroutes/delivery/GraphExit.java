package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;

/** The way of one request to Graph and back. */
@FunctionalInterface
public interface GraphExit {
  /**
   * Sends a request.
   *
   * @return Graph's answer, whatever its status
   * @throws NotMadeException where nothing left
   * @throws Exception where no answer came: the request may have been carried out
   */
  GraphResponse send(GraphRequest request) throws Exception;

  /** A request that could not be made; its cause is why. */
  final class NotMadeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Of that cause. */
    public NotMadeException(Throwable cause) {
      super(cause);
    }
  }
}
