package io.connectorroutes.camel.http;

import java.io.IOException;

/** A call that was held back since its claim had become too old. Nothing left. */
public class LateCallException extends IOException {
  private static final long serialVersionUID = 1L;

  public LateCallException(String message) {
    super(message);
  }
}
