package io.connectorroutes.camel.management;

import io.connectorroutes.optional.OptionalDependency;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus;
import org.apache.camel.support.service.ServiceHelper;

/** Shows an application's metrics, where it keeps them for Prometheus. */
final class ManagementMetrics {
  private ManagementMetrics() {}

  /**
   * Adds {@code /observe/metrics} to a server; nothing where the application has no such metrics.
   *
   * @param application whose metrics are shown, and stay as they are
   * @param own the server's context; the server has started
   */
  static void add(CamelContext application, CamelContext own) throws Exception {
    if (!OptionalDependency.CAMEL_MICROMETER_PROMETHEUS.isPresent()) {
      return;
    }
    PrometheusMeterRegistry registry =
        application.getRegistry().findSingleByType(PrometheusMeterRegistry.class);
    if (registry != null) {
      own.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
      MicrometerPrometheus metrics = new MicrometerPrometheus();
      // The server's context has nothing to count.
      metrics.setEnableRoutePolicy(false);
      metrics.setEnableExchangeEventNotifier(false);
      metrics.setEnableRouteEventNotifier(false);
      metrics.setClearOnReload(false);
      own.addService(metrics, true, false);
      ServiceHelper.startService(metrics);
    }
  }
}
