package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns errors into one line on standard error and exit status 2; with {@code --json} they are one
 * document on standard output besides.
 */
record ErrorLines(CommonOptions options, Terminal terminal, StopSignal stop)
    implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Pattern INVALID =
      Pattern.compile("^Invalid value for positional parameter at index \\S+ \\((?<name>[^)]+)\\)");

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    String message = UnknownNames.message(e.getCommandLine()).orElseGet(() -> plain(e));
    String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    boolean json = options.json() || List.of(arguments).contains("--json");
    return print(e, message + (message.endsWith("?") ? " see " : "; see ") + help, json);
  }

  /** Names a parameter as help does. */
  private static String plain(ParameterException e) {
    return INVALID.matcher(e.getMessage()).replaceFirst("${name}");
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof ParameterException parameter) {
      return handleParseException(parameter, new String[0]);
    }
    return print(e, isForTheUser(e) ? withRemedy(e) : unexpected(e), options.json());
  }

  private static boolean isForTheUser(Exception e) {
    return e instanceof UsageException
        || e instanceof DatabaseException
        || e instanceof DatabaseUnavailableException;
  }

  /** What a database says of itself names no remedy of ours. */
  private static String withRemedy(Exception e) {
    boolean isToldWithoutOne =
        e instanceof DatabaseUnavailableException && !e.getMessage().contains("; ");
    return e.getMessage()
        + (isToldWithoutOne
            ? "; see to the database of ledger.url, to the login there, and that nobody has locked"
                + " it"
            : "");
  }

  private String unexpected(Exception e) {
    // Whatever wrapped it. Of run and import Java itself ends the process, in whichever thread.
    if (Causes.first(e, OutOfMemoryError.class).isPresent()) {
      return "memory has ended; give it more, such as CONNECTOR_ROUTES_OPTS=-Xmx1g, or split what"
          + " it is given, and start this again: nothing is lost by that";
    }
    if (e instanceof FileSystemException file && file.getFile() != null) {
      return FileErrors.unusable(file) + ", or give another --home";
    }
    if (Causes.first(e, IOException.class).filter(FileErrors::isDiskFull).isPresent()) {
      return "a disk is full; make room on that of --home, or give another --home";
    }
    String hint = options.verbose() ? "" : "; give --verbose for the stack trace";
    return "unexpected error: " + (e.getCause() instanceof Error error ? error : e) + hint;
  }

  private int print(Exception e, String message, boolean json) {
    String line = PrintableText.line(message, Integer.MAX_VALUE);
    terminal.error(line);
    if (json) {
      boolean isRemedyBehindColon = !(e instanceof DatabaseUnavailableException);
      terminal.data().println(ErrorMessage.of(line, isRemedyBehindColon).json());
      terminal.data().flush();
    }
    if (options.verbose()) {
      e.printStackTrace(terminal.err());
    }
    terminal.err().flush();
    // Its wait for the ledger was cut short.
    return e instanceof DatabaseUnavailableException && stop.isAsked()
        ? ExitStatus.INTERRUPTED
        : ExitStatus.USAGE;
  }
}
