package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.connectorroutes.app.command.CommandLines;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.testing.FittingLines;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The product's command line in the test's process, for tests of other packages. */
public final class ProductCommands {
  /** Commands that print for programs. */
  private static final Set<String> DATA = Set.of("export", "dead-letters");

  private ProductCommands() {}

  /**
   * What a command did.
   *
   * @param status the exit status
   * @param out its standard output
   * @param err its standard error
   */
  public record Executed(int status, String out, String err) {}

  /** Executes a command for the home and with the settings of a system; nobody asks it to stop. */
  public static Executed execute(TestSystem system, String... command) {
    return execute(system, new CountDownLatch(1)::await, command);
  }

  /** The same until that signal comes. */
  public static Executed execute(TestSystem system, StopSignal stop, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--home", system.home().toString()));
    system.settings().forEach(setting -> arguments.addAll(List.of("--property", setting)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(out, err);
    int status = execute(terminal, stop, arguments.toArray(String[]::new));
    terminal.out().flush();
    terminal.err().flush();
    if (!arguments.contains("--json") && !DATA.contains(command[0])) {
      FittingLines.assertFit(out.toString(UTF_8));
    }
    return new Executed(status, out.toString(UTF_8), err.toString(UTF_8));
  }

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
