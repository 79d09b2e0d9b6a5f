package io.connectorroutes.app;

import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.management.ManagementAccess;
import io.connectorroutes.camel.management.ManagementAddress;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Camel Main with the routes loaded from their folders. Started and stopped by its owner; it has no
 * hang-up handler and reads neither environment nor system properties, since those are merged
 * already.
 */
final class RoutesMain implements AutoCloseable {
  /** How long Camel waits for what is in flight when it stops. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(45);

  private final Configuration configuration;
  private final Main main = new Main();

  /** Null before the start. */
  private EmbeddedRoutes embedded;

  /**
   * Prepares Camel; nothing runs before {@link #start()}.
   *
   * @param externals how the routes meet the world outside
   */
  RoutesMain(Configuration configuration, Mode mode, Externals externals) {
    this.configuration = configuration;
    // Camel would hang a hook of its own on the end of the process.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    Properties properties = new Properties();
    properties.putAll(configuration.camel());
    properties.putAll(ofCamel(configuration, mode));
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties);
    main.addMainListener(binding(mode, externals));
    main.configure()
        .withName("connector-routes")
        .withRoutesIncludePattern("false")
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
              + configuration.routesDirectory()
              + ": routes.directory must hold the *.camel.yaml files of the distribution's routes");
    }
  }

  /** Camel's context; null before the start. */
  CamelContext context() {
    return main.getCamelContext();
  }

  /** What was bound; null before the start. */
  EmbeddedRoutes embedded() {
    return embedded;
  }

  /** Finishes what is in flight, within its time, and stops. */
  @Override
  public void close() {
    main.stop();
  }

  /**
   * The same, with a look when the routes have stopped and the ledger is still open.
   *
   * @return what the look gives
   * @throws RuntimeException as the look does
   */
  <T> T close(Supplier<T> lastLook) {
    FutureTask<T> look = new FutureTask<>(lastLook::get);
    EventNotifier notifier =
        new SimpleEventNotifierSupport() {
          @Override
          public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.CamelContextRoutesStoppedEvent) {
              look.run();
            }
          }
        };
    context().getManagementStrategy().addEventNotifier(notifier);
    ServiceHelper.startService(notifier);
    close();
    if (!look.isDone()) {
      throw new IllegalStateException("Camel did not say that its routes have stopped");
    }
    try {
      return look.get();
    } catch (ExecutionException e) {
      throw RuntimeCamelException.wrapRuntimeException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted behind the end", e);
    }
  }

  private MainListenerSupport binding(Mode mode, Externals externals) {
    return new MainListenerSupport() {
      @Override
      public void beforeInitialize(BaseMainSupport starting) {
        CamelContext context = starting.getCamelContext();
        if (mode == Mode.RUN && ManagementAddress.of(configuration).isOn()) {
          // Camel Main takes the one factory of servers that it finds.
          context
              .getRegistry()
              .bind(
                  "connector-routes-servers",
                  new ProgramServers(ManagementAccess.of(configuration)));
          ProgramMetrics.addTo(context);
        }
        embedded = EmbeddedRoutes.bindTo(context, configuration, mode, externals);
        bindShortNames(context.getRegistry());
      }
    };
  }

  /** What the user's own routes, outcome.uri and dead-letter.uri may name. */
  private void bindShortNames(Registry registry) {
    registry.bind("http", embedded.callRoot().httpComponent());
    registry.bind("https", embedded.callRoot().httpComponent());
    for (String name : List.of("ledger", "queue", "kafka")) {
      Object component = registry.lookupByName("connector-routes-" + name);
      if (component != null) {
        registry.bind(name, component);
      }
    }
  }

  /** Camel's own settings. */
  private static Properties ofCamel(Configuration configuration, Mode mode) {
    Properties camel = new Properties();
    // Our own table has merged environment and command line; Camel must not put others on top.
    camel.put("camel.component.properties.environment-variable-mode", "0");
    camel.put("camel.component.properties.system-properties-mode", "0");
    camel.put("camel.main.startup-summary-level", "Oneline");
    ManagementAddress address = ManagementAddress.of(configuration);
    if (mode == Mode.RUN && address.isOn()) {
      camel.put("camel.management.enabled", "true");
      camel.put("camel.management.host", address.bindHost());
      camel.put("camel.management.port", String.valueOf(address.port()));
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
