package io.connectorroutes.testing;

import io.connectorroutes.app.Application;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.logging.WireLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The product in a JVM of its own, which can be halted like by a power cut: nothing is finished,
 * closed or said. Ends in good order when its standard input does.
 */
public final class ProductProcess {
  /** The exit status of a halted process. */
  public static final int HALTED = 42;

  private ProductProcess() {}

  /**
   * Starts it.
   *
   * @param halt when to halt
   * @param arguments the configuration as KEY=VALUE, system properties as -DNAME=VALUE
   */
  public static ForkedJvm start(Path home, HaltingLedger.Moment halt, List<String> arguments)
      throws IOException {
    return start(Map.of(), home, halt, arguments);
  }

  /** The same with more in its environment, which the configuration is not read from. */
  public static ForkedJvm start(
      Map<String, String> environment, Path home, HaltingLedger.Moment halt, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(home.toString(), halt.name()));
    all.addAll(arguments);
    return ForkedJvm.run(environment, List.of(), ProductProcess.class, all.toArray(String[]::new));
  }

  /** Runs it: home, moment of the halt, then settings. */
  public static void main(String[] arguments) throws Exception {
    List<String> settings = new ArrayList<>();
    for (String argument : List.of(arguments).subList(2, arguments.length)) {
      if (argument.startsWith("-D")) {
        String[] property = argument.substring(2).split("=", 2);
        System.setProperty(property[0], property[1]);
      } else {
        settings.add(argument);
      }
    }
    WireLogs.silence();
    HaltingLedger.Moment halt = HaltingLedger.Moment.valueOf(arguments[1]);
    try (Application application =
        Application.start(
            configuration(Path.of(arguments[0]), settings),
            Mode.RUN,
            Externals.standard().withAroundLedger(ledger -> HaltingLedger.around(ledger, halt)))) {
      System.out.println("started with " + application.context().getRoutesSize() + " routes");
      while (System.in.read() >= 0) {
        // Only the end counts.
      }
    }
    System.exit(0);
  }

  private static Configuration configuration(Path home, List<String> settings) {
    return new ConfigurationReader(null, Map.of(), Externals::keyVault).read(home, settings);
  }
}
