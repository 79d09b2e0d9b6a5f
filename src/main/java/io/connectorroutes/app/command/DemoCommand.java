package io.connectorroutes.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code demo}: the whole way on the shipped samples. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts the sandbox, a broker and the routes in this process, sends the sample files and"
            + " messages through, and prints each outcome and the sandbox's resulting state.")
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    CommonOptions options = session.options();
    return session.collaborators().demo().run(options.home(), options.properties(), options.json());
  }
}
