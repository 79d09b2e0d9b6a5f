package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.logging.WireLogs;
import io.connectorroutes.optional.MissingDependencyException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;

/**
 * Puts the routes into an application whose own properties say {@code
 * connector-routes.enabled=true}. In any other one it does nothing, and leaves no bean behind.
 */
final class EmbeddingCustomizer implements CamelContextCustomizer {
  static final String NAME = Bindings.PREFIX + "customizer";

  @Override
  public void configure(CamelContext context) {
    context.getRegistry().unbind(NAME);
    try {
      HostSettings settings = new HostSettings(context);
      if (settings.areEnabled()) {
        // First: looking settings up is logged as well, with their values.
        WireLogs.silence();
        embed(context, settings.read());
      }
    } catch (UsageException | MissingDependencyException e) {
      throw new UsageException("connector-routes: " + e.getMessage(), e);
    }
  }

  private static void embed(CamelContext context, Map<String, String> settings) {
    Path home = Path.of(settings.getOrDefault(Keys.HOME.name(), Keys.HOME.defaultText()));
    Configuration configuration =
        new ConfigurationReader(null, System.getenv(), Externals::keyVault)
            .of(home, settings, "this application");
    Externals externals = Externals.standard().withHostBeans(HostBeans.of(context, configuration));
    EmbeddedRoutes.bindTo(context, configuration, Mode.RUN, externals);
  }
}
