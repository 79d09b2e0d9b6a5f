package io.connectorroutes.app;

import io.connectorroutes.app.command.CommandLines;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.logging.WireLogs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name, and ends the process with its status. */
  public static void main(String[] arguments) {
    Instant start = Instant.now();
    WireLogs.silence();
    StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    Terminal terminal =
        Terminal.of(
            out,
            new FileOutputStream(FileDescriptor.err),
            isScreen("out"),
            isScreen("err"),
            new RecentWindow(Stty::window, System::nanoTime));
    ProcessStop stop =
        new ProcessStop(
            Runtime.getRuntime()::addShutdownHook, Runtime.getRuntime()::halt, terminal::error);
    new Signals(System::exit, Runtime.getRuntime()::halt).handle();
    int status = ExitStatus.USAGE;
    try {
      status =
          CommandLines.of(Program.collaborators(terminal, stop, Main::prepare)).execute(arguments);
    } catch (LinkageError e) {
      // A distribution that is not whole: the process must not stay behind without its command.
      terminal.err().println("connector-routes: this distribution is not complete: " + e);
    } catch (Error e) {
      // Whatever could not be said otherwise. The same holds.
      terminal.err().println("connector-routes: unexpected error: " + e);
    }
    terminal.out().flush();
    status = out.statusOf(status, terminal::error);
    terminal.err().flush();
    if (status == ExitStatus.OK) {
      ClassArchive.makeWanted(arguments, start);
    }
    stop.commandEnded(status);
    System.exit(status);
  }

  /**
   * Java by itself knows only whether input and output are a terminal both; the launcher asks of
   * each.
   */
  private static boolean isScreen(String stream) {
    return Boolean.getBoolean("connectorroutes.screen." + stream)
        && !"dumb".equals(System.getenv("TERM"));
  }

  static void prepare(Path home) throws IOException {
    TemporaryFiles.keepIn(home, Clock.systemUTC());
  }
}
