package io.connectorroutes.outcome;

import java.io.IOException;

/** A row needs a column that its file was begun without. */
final class MissingColumnException extends IOException {
  private static final long serialVersionUID = 1L;

  MissingColumnException(String column) {
    super("the file has no column " + column);
  }
}
