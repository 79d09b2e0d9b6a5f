package io.connectorroutes.testing;

import io.connectorroutes.camel.CompositionRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * An application with the routes in its CamelContext, in a JVM of its own whose class path is the
 * application's and no more. Nothing here may need a library of tests.
 */
public final class OtherApplication {
  private OtherApplication() {}

  /**
   * Starts the routes, prints "started" or the one line that it was refused with, and ends when its
   * standard input does.
   *
   * @param arguments the home, then the configuration as KEY=VALUE
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      String[] setting = argument.split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    Configuration configuration =
        new ConfigurationReader(null, Map.of(), Externals::keyVault)
            .of(Path.of(arguments[0]), settings, "the application");
    try (CompositionRoot root =
        CompositionRoot.open(configuration, Mode.RUN, Externals.standard())) {
      run(root);
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
    }
    System.exit(0);
  }

  private static void run(CompositionRoot root) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      root.bindTo(context);
      context.addRoutes(root.routes());
      context.start();
      System.out.println("started");
      while (System.in.read() >= 0) {
        // Only the end counts.
      }
    }
  }
}
