package io.connectorroutes.app;

import io.connectorroutes.app.command.CommandLines;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.logging.WireLogs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name, and ends the process with its status. */
  public static void main(String[] arguments) {
    WireLogs.silence();
    ProcessStop stop =
        new ProcessStop(Runtime.getRuntime()::addShutdownHook, Runtime.getRuntime()::halt);
    new Signals(System::exit, Runtime.getRuntime()::halt).handle();
    Terminal terminal = new Terminal(writer(FileDescriptor.out), writer(FileDescriptor.err));
    int status = CommandLines.of(Wiring.collaborators(terminal, stop)).execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    stop.commandEnded(status);
    System.exit(status);
  }

  /** In UTF-8 whatever the locale: what is printed is often read by a program. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
