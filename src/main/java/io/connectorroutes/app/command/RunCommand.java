package io.connectorroutes.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code run}: the routes, until the process is asked to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the routes until SIGTERM or SIGINT, then finishes what is in flight.")
final class RunCommand implements Callable<Integer> {
  private final Session session;

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    return session.collaborators().run().run(session.configuration());
  }
}
