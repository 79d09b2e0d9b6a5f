package io.connectorroutes.camel.file;

import java.io.IOException;

/** A file was written to while it was read: what was read of it is no whole file. */
public class FileChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  public FileChangedException(String message) {
    super(message);
  }
}
