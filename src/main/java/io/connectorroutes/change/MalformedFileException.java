package io.connectorroutes.change;

import java.io.IOException;

/**
 * A file that breaks its format, so that none of its rows may be sent. The message is one line for
 * the sender: what is wrong, where, and the remedy; it holds no value of the file.
 */
public class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedFileException(String message) {
    super(message);
  }

  public MalformedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
