package io.connectorroutes.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The completion script of the shell fish, which picocli has none for. */
final class FishCompletion {
  /**
   * What stands on the line already: without options and their values it is commands, and behind
   * them what they take.
   */
  private static final String FUNCTIONS =
      """
      function __PROGRAM_words
          set -l tokens (commandline -opc)
          set -l value no
          for token in $tokens[2..]
              if test $value = yes
                  set value no
                  continue
              end
              switch $token
                  case VALUED
                      set value yes
                  case '-*'
                  case '*'
                      echo $token
              end
          end
      end
      function __PROGRAM_at
          test (string join ' ' (__PROGRAM_words) | string collect -a) = "$argv"
      end
      function __PROGRAM_in
          string match -q -- "$argv *" (string join ' ' (__PROGRAM_words) '' | string collect -a)
      end
      complete -c PROGRAM -f
      """;

  private final CommandLine root;
  private final List<String> lines = new ArrayList<>();

  FishCompletion(CommandLine root) {
    this.root = root;
  }

  String script() {
    addCommand(root, "");
    String functions =
        FUNCTIONS
            .replace("__PROGRAM", "__" + root.getCommandName().replace('-', '_'))
            .replace("PROGRAM", root.getCommandName())
            .replace("VALUED", String.join(" ", valued(root, new TreeSet<>())));
    return functions + lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static Set<String> valued(CommandLine command, Set<String> names) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.arity().max() > 0) {
        names.addAll(List.of(option.names()));
      }
    }
    command.getSubcommands().values().forEach(below -> valued(below, names));
    return names;
  }

  private void addCommand(CommandLine command, String path) {
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              add("at", path, " -a " + name + described(below));
              addCommand(below, (path + " " + name).strip());
            });
    String where = path.isEmpty() ? "at" : "in";
    command.getCommandSpec().options().forEach(option -> add(where, path, of(option)));
    for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
      if (isPath(parameter)) {
        add(where, path, " -F");
      } else if (parameter.completionCandidates() != null) {
        add(where, path, " -a " + quoted(candidates(parameter)));
      }
    }
  }

  private void add(String where, String path, String what) {
    String name = root.getCommandName();
    String condition = "__" + name.replace('-', '_') + "_" + where + " " + path;
    lines.add("complete -c " + name + " -n " + quoted(condition.strip()) + what);
  }

  private static String of(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      text.append(isPath(option) ? " -r -F" : " -x");
      if (option.completionCandidates() != null) {
        text.append(" -a ").append(quoted(candidates(option)));
      }
    }
    return text + " -d " + quoted(String.join(" ", option.description()));
  }

  private static String described(CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    return " -d " + quoted(String.join(" ", description));
  }

  private static boolean isPath(ArgSpec argument) {
    return List.of(argument.auxiliaryTypes()).contains(Path.class)
        || argument.type().equals(Path.class);
  }

  private static String candidates(ArgSpec argument) {
    return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
