package io.connectorroutes.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Puts the commands together. */
public final class CommandLines {
  private CommandLines() {}

  /** The whole command line; its {@code execute} returns a status of {@link ExitStatus}. */
  public static CommandLine of(Collaborators collaborators) {
    CommonOptions options = new CommonOptions();
    Session session = new Session(options, collaborators);
    ErrorLines errors = new ErrorLines(options, collaborators.terminal(), collaborators.stop());
    CommandLine program =
        new CommandLine(new RootCommand())
            .addMixin("common", options)
            .addSubcommand(new DemoCommand(session))
            .addSubcommand(new RunCommand(session))
            .addSubcommand(new ImportCommand(session))
            .addSubcommand(new CheckCommand(session))
            .addSubcommand(new SendCommand(session))
            .addSubcommand(new PlanCommand(session))
            .addSubcommand(new ExportCommand(session))
            .addSubcommand(new StatusCommand(session))
            .addSubcommand(job(session))
            .addSubcommand(tenant(session))
            .addSubcommand(deadLetters(session))
            .addSubcommand(ledger(session))
            .addSubcommand(new SandboxCommand(session))
            .addSubcommand(new HashPasswordCommand(session))
            .addSubcommand(new HelpCommand(session))
            .addSubcommand(new CompletionCommand(session))
            .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(collaborators.terminal())))
            .setOut(collaborators.terminal().help())
            .setErr(collaborators.terminal().err())
            .setParameterExceptionHandler(errors)
            .setExecutionExceptionHandler(errors)
            .setExecutionStrategy(new CheckedCommands(session));
    giveVersion(program);
    return program;
  }

  /** What picocli finds out by itself depends on standard input, too. */
  private static Ansi ansi(Terminal terminal) {
    return terminal.isScreen() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  /** Each command knows {@code --version}. */
  private static void giveVersion(CommandLine command) {
    command.getCommandSpec().versionProvider(new Version());
    command.getSubcommands().values().forEach(CommandLines::giveVersion);
  }

  private static CommandLine job(Session session) {
    return new CommandLine(new JobCommand())
        .addSubcommand(new JobShowCommand(session))
        .addSubcommand(new JobPauseCommand(session))
        .addSubcommand(new JobResumeCommand(session))
        .addSubcommand(new JobCancelCommand(session))
        .addSubcommand(new JobResultsCommand(session));
  }

  private static CommandLine tenant(Session session) {
    return new CommandLine(new TenantCommand())
        .addSubcommand(new TenantPauseCommand(session))
        .addSubcommand(new TenantResumeCommand(session));
  }

  private static CommandLine deadLetters(Session session) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new DeadLettersListCommand(session))
        .addSubcommand(new DeadLettersShowCommand(session))
        .addSubcommand(new DeadLettersReplayCommand(session))
        .addSubcommand(new DeadLettersDiscardCommand(session));
  }

  private static CommandLine ledger(Session session) {
    return new CommandLine(new LedgerCommand())
        .addSubcommand(new LedgerRekeyCommand(session))
        .addSubcommand(new LedgerBackupCommand(session));
  }
}
