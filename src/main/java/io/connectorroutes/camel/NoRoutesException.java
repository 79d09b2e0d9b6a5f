package io.connectorroutes.camel;

import java.util.List;

/** No route was found where they were looked for. */
public class NoRoutesException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NoRoutesException(List<String> patterns) {
    super(
        "no route was found in "
            + patterns
            + ": routes.directory must hold the *.camel.yaml files of the distribution's routes");
  }
}
