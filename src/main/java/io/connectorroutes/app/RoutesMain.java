package io.connectorroutes.app;

import io.connectorroutes.camel.CompositionRoot;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.ShippedRoutes;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Camel Main with the routes loaded from their folders. Started and stopped by its owner; it has no
 * hang-up handler and reads neither environment nor system properties, since those are merged
 * already.
 */
final class RoutesMain implements AutoCloseable {
  /** How long Camel waits for what is in flight when it stops. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(45);

  private final List<String> routes;
  private final Main main = new Main();

  /**
   * Prepares Camel; nothing runs before {@link #start()}.
   *
   * @param root what the routes name; stays the caller's
   */
  RoutesMain(Configuration configuration, Mode mode, CompositionRoot root) {
    routes = routes(configuration);
    // Camel would hang a hook of its own on the end of the process.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    Properties properties = new Properties();
    properties.putAll(configuration.camel());
    properties.putAll(ofCamel(configuration, mode));
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties);
    main.addMainListener(binding(root));
    // What outcome.uri or dead-letter.uri may name.
    main.bind("http", root.httpComponent());
    main.bind("https", root.httpComponent());
    main.configure()
        .withName("connector-routes")
        .withRoutesIncludePattern(String.join(",", routes))
        .withShutdownTimeout((int) SHUTDOWN.toSeconds())
        .withAutoConfigurationEnvironmentVariablesEnabled(false)
        .withAutoConfigurationSystemPropertiesEnabled(false)
        .withAutoConfigurationLogSummary(false);
  }

  /**
   * Starts the routes. Where that fails, nothing is left running.
   *
   * @throws UsageException where that is for a reason that a person can mend
   */
  void start() throws Exception {
    try {
      main.start();
    } catch (Exception e) {
      close();
      throw StartFailures.explained(e);
    }
    if (main.getCamelContext().getRoutesSize() == 0) {
      close();
      // A Camel without routes looks healthy and does nothing.
      throw new UsageException(
          "no route was found in "
              + routes
              + ": routes.directory must hold the *.camel.yaml files of the distribution's routes");
    }
  }

  /** Camel's context; null before the start. */
  CamelContext context() {
    return main.getCamelContext();
  }

  /** Finishes what is in flight, within its time, and stops. */
  @Override
  public void close() {
    main.stop();
  }

  private static MainListenerSupport binding(CompositionRoot root) {
    return new MainListenerSupport() {
      @Override
      public void beforeInitialize(BaseMainSupport starting) {
        root.bindTo(starting.getCamelContext());
      }

      @Override
      public void afterConfigure(BaseMainSupport starting) {
        root.checkEndpoints(starting.getCamelContext());
      }
    };
  }

  private static List<String> routes(Configuration configuration) {
    Path directory = configuration.routesDirectory();
    List<String> patterns = new ArrayList<>();
    if (directory == null) {
      patterns.addAll(ShippedRoutes.resources());
    } else {
      patterns.add(allBelow(directory));
    }
    if (configuration.homeRoutes() != null) {
      patterns.add(allBelow(configuration.homeRoutes()));
    }
    return List.copyOf(patterns);
  }

  private static String allBelow(Path folder) {
    return "file:" + folder + "/**/*.camel.yaml";
  }

  /** Camel's own settings. */
  private static Properties ofCamel(Configuration configuration, Mode mode) {
    Properties camel = new Properties();
    // Our own table has merged environment and command line; Camel must not put others on top.
    camel.put("camel.component.properties.environment-variable-mode", "0");
    camel.put("camel.component.properties.system-properties-mode", "0");
    camel.put("camel.main.startup-summary-level", "Oneline");
    int port = configuration.get(Keys.MANAGEMENT_PORT);
    if (mode == Mode.RUN && port != 0) {
      camel.put("camel.management.enabled", "true");
      camel.put("camel.management.host", configuration.get(Keys.MANAGEMENT_HOST));
      camel.put("camel.management.port", String.valueOf(port));
      // With any other path the ones below it are served without authentication (CVE-2026-40022).
      camel.put("camel.management.path", "/");
      camel.put("camel.management.health-check-enabled", "true");
      camel.put("camel.management.metrics-enabled", "true");
      camel.put("camel.health.enabled", "true");
      camel.put("camel.health.exposure-level", "full");
      // In their place are ours.
      camel.put("camel.health.consumers-enabled", "false");
      // Else the inbox is down until its first file is read to the end.
      camel.put("camel.health.initial-state", "UP");
      camel.put("camel.metrics.enabled", "true");
      camel.put("camel.metrics.enable-message-history", "false");
    }
    return camel;
  }
}
