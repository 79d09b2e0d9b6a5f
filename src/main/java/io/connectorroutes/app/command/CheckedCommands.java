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
    try {
      return commands.execute(result);
    } catch (LinkageError e) {
      // Nothing of the command may be there.
      throw e;
    } catch (Error e) {
      // By itself picocli lets it through, and the process would stay without its command.
      List<CommandLine> given = result.asCommandLineList();
      throw new ExecutionException(given.get(given.size() - 1), e.toString(), e);
    }
  }

  private static ExecutionException noJson(CommandLine command, String option) {
    UsageException refusal = Session.noJson(option);
    return new ExecutionException(command, refusal.getMessage(), refusal);
  }
}
