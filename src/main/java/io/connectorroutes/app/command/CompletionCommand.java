package io.connectorroutes.app.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: a script by which a shell completes commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script by which a shell completes commands and options.",
    footer = {
      "",
      "bash, zsh:  source <(connector-routes completion bash)",
      "fish:       connector-routes completion fish | source"
    })
final class CompletionCommand implements Runnable {
  /** Constants have the names that are given. */
  private enum Shell {
    bash,
    zsh,
    fish
  }

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.requireNoJson("completion");
    CommandLine root = spec.root().commandLine();
    String script =
        switch (shell) {
          // The script tells for itself which of the two reads it.
          case bash, zsh -> AutoComplete.bash(root.getCommandName(), root);
          case fish -> new FishCompletion(root).script();
        };
    session.data().print(script);
  }
}
