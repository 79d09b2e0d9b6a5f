package io.connectorroutes.graph;

import java.io.IOException;

/** An answer of Graph that is beyond a bound, or cannot be decoded. What it was for may be done. */
public class UnreadableAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line that shows nothing of the answer
   */
  public UnreadableAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
