package io.connectorroutes.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options of every command; they may stand before or after its name. */
final class CommonOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder of configuration and data; the working directory when absent.")
  private Path home;

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      parameterConsumer = Appending.class,
      description = "Sets a key of the configuration; may be given several times.")
  private final List<String> properties = new ArrayList<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints one JSON document instead of text.")
  private boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Prints a stack trace with an error.")
  private boolean verbose;

  /** Null where not given. */
  Path home() {
    return home;
  }

  List<String> properties() {
    return List.copyOf(properties);
  }

  boolean json() {
    return json;
  }

  boolean verbose() {
    return verbose;
  }

  /**
   * Keeps what was given before the command's name: picocli by itself begins a new list for what
   * follows it.
   */
  static final class Appending implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      if (arguments.isEmpty()) {
        throw new ParameterException(command.commandLine(), "--property needs KEY=VALUE");
      }
      List<String> properties = option.getValue();
      properties.add(arguments.pop());
    }
  }
}
