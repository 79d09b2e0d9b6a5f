package io.connectorroutes.app.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: what a command does, as its {@code --help} says it. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Shows what the program, or one of its commands, does and takes.")
final class HelpCommand implements Runnable {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command, such as dead-letters list.")
  private List<String> names = List.of();

  HelpCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.requireNoJson("help");
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      CommandLine named = command.getSubcommands().get(name);
      if (named == null) {
        throw new ParameterException(command, UnknownNames.noCommand(command, name));
      }
      command = named;
    }
    command.usage(session.collaborators().terminal().help());
  }
}
