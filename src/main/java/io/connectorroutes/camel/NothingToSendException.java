package io.connectorroutes.camel;

/** A claimed call whose requests were all taken out of it, so that none is to leave. */
public class NothingToSendException extends Exception {
  private static final long serialVersionUID = 1L;

  public NothingToSendException(String message) {
    super(message);
  }
}
