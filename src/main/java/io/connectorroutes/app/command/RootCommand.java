package io.connectorroutes.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program as a whole; it does nothing without a command. */
@Command(
    name = "connector-routes",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Takes connector changes from files and queues, delivers them to Microsoft Graph, and"
            + " logs one outcome for each.",
    footer = {
      "",
      "Exit status: 0 all well; 1 some changes were rejected, failed or are unknown;",
      "2 usage, configuration or unreadable input; 3 changes are left: interrupted,",
      "paused, or waiting for something that a person must mend."
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
