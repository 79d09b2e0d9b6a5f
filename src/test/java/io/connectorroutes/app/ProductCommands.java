package io.connectorroutes.app;

import io.connectorroutes.app.command.CommandLines;
import io.connectorroutes.app.command.Terminal;

/** The product's command line in the test's process, for tests of other packages. */
public final class ProductCommands {
  private ProductCommands() {}

  /**
   * Executes a command.
   *
   * @return the exit status
   */
  public static int execute(Terminal terminal, String... arguments) {
    return CommandLines.of(Program.collaborators(terminal, () -> {}, home -> {}))
        .execute(arguments);
  }
}
