package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Refuses commands and options that there are not, and {@code --json} with help, also where help is
 * asked for: picocli prints that whatever stands beside it.
 */
final class CheckedCommands implements IExecutionStrategy {
  private final RunLast commands = new RunLast();
  private final Session session;

  CheckedCommands(Session session) {
    this.session = session;
  }

  @Override
  public int execute(ParseResult result) throws ExecutionException, ParameterException {
    for (CommandLine command : result.asCommandLineList()) {
      List<String> unmatched = command.getParseResult().unmatched();
      if (!unmatched.isEmpty()) {
        throw new UnmatchedArgumentException(command, unmatched);
      }
      if (session.json() && command.isUsageHelpRequested()) {
        throw noJson(command, "--help");
      }
      if (session.json() && command.isVersionHelpRequested()) {
        throw noJson(command, "--version");
      }
    }
    return commands.execute(result);
  }

  private static ExecutionException noJson(CommandLine command, String option) {
    UsageException refusal = Session.noJson(option);
    return new ExecutionException(command, refusal.getMessage(), refusal);
  }
}
