package io.connectorroutes.app;

import io.connectorroutes.app.command.CommandLines;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;

/** The product's command line in the test's process, for tests of other packages. */
public final class ProductCommands {
  private ProductCommands() {}

  /**
   * Executes a command, which is asked to stop at once if it can be.
   *
   * @return the exit status
   */
  public static int execute(Terminal terminal, String... arguments) {
    return execute(terminal, () -> {}, arguments);
  }

  /** The same until that signal comes. */
  public static int execute(Terminal terminal, StopSignal stop, String... arguments) {
    return CommandLines.of(Program.collaborators(terminal, stop, home -> {})).execute(arguments);
  }
}
