package io.connectorroutes.camel.change;

import java.nio.file.Path;

/**
 * Another application in a JVM of its own, which is halted as soon as it has submitted a change.
 */
final class SubmittingProcess {
  /** The exit status. */
  static final int HALTED = 42;

  private SubmittingProcess() {}

  /** Runs it: the root of the sandbox, home, the change. */
  public static void main(String[] arguments) throws Exception {
    Host host = new Host(arguments[0]).start(Path.of(arguments[1]));
    System.out.println(host.send("connector-change:submit", arguments[2]).getMessage().getBody());
    System.out.flush();
    Runtime.getRuntime().halt(HALTED);
  }
}
