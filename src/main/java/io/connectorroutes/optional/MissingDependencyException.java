package io.connectorroutes.optional;

/** Something is asked for whose dependency is not there. The message is one line for a person. */
public final class MissingDependencyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingDependencyException(String message) {
    super(message);
  }
}
