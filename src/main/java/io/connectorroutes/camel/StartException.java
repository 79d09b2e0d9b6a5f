package io.connectorroutes.camel;

import java.util.List;

/**
 * The routes cannot be started, for a reason that a person can mend. The message is one line that
 * says what is wrong and what to do; it holds no value that was configured, which may be secret.
 */
public class StartException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A Camel without routes looks healthy and does nothing. */
  static StartException noRoutes(List<String> patterns) {
    return new StartException(
        "no route was found in "
            + patterns
            + ": routes.directory must hold the *.camel.yaml files of the distribution's routes",
        null);
  }
}
