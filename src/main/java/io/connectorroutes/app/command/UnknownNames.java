package io.connectorroutes.app.command;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.ShellArgument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Says which command or option there is not, and the nearest one that there is. */
final class UnknownNames {
  private UnknownNames() {}

  /**
   * What is wrong with the first argument that was not understood, and the nearest that is; empty
   * where all were.
   */
  static Optional<String> message(CommandLine command) {
    return command.getUnmatchedArguments().stream()
        .findFirst()
        .map(given -> given.startsWith("-") ? noOption(command, given) : noWord(command, given));
  }

  private static String noOption(CommandLine command, String given) {
    if (FileFormat.ofFileName(given).isPresent()) {
      return command.getCommandName()
          + " has no option "
          + given
          + "; a file of that name is given as "
          + ShellArgument.parameter("./" + given);
    }
    String name = given.replaceFirst("=.*", "");
    return command.getCommandName()
        + " has no option "
        + name
        + nearest(name, names(command.getCommandSpec().optionsMap().keySet()));
  }

  private static String noWord(CommandLine command, String given) {
    return command.getSubcommands().isEmpty()
        ? command.getCommandName() + " takes no further argument, and " + given + " is one"
        : noCommand(command, given);
  }

  /** That a command has none of that name below it, and the nearest one that there is. */
  static String noCommand(CommandLine parent, String given) {
    Map<String, String> known = new LinkedHashMap<>();
    parent
        .getSubcommands()
        .forEach(
            (name, command) ->
                command.getSubcommands().keySet().forEach(leaf -> known.put(leaf, name)));
    known.replaceAll((leaf, group) -> group + " " + leaf);
    known.putAll(names(parent.getSubcommands().keySet()));
    return "there is no command " + given + nearest(given, known);
  }

  private static Map<String, String> names(Iterable<String> same) {
    Map<String, String> names = new LinkedHashMap<>();
    same.forEach(name -> names.put(name, name));
    return names;
  }

  /** The known names are keys; values are how they are written here. */
  private static String nearest(String given, Map<String, String> known) {
    return NearestName.of(given, known.keySet())
        .map(name -> "; did you mean " + known.get(name) + "?")
        .orElse("");
  }
}
