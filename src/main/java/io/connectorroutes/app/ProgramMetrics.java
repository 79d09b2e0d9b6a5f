package io.connectorroutes.app;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerExchangeEventNotifier;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.LifecycleStrategySupport;

/** The registry that the program's metrics are in, with those of its JVM and process. */
final class ProgramMetrics {
  private ProgramMetrics() {}

  /** Gives it to a context that is not initialized yet, for Camel's own meters as well. */
  static void addTo(CamelContext context) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    JvmGcMetrics collections = new JvmGcMetrics();
    List<MeterBinder> binders =
        List.of(
            new ClassLoaderMetrics(),
            collections,
            new JvmInfoMetrics(),
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new FileDescriptorMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics());
    binders.forEach(binder -> binder.bindTo(registry));
    context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            makeGaugeOfLastExchange(starting);
          }

          @Override
          public void onContextStopped(CamelContext stopped) {
            collections.close();
            registry.close();
          }
        });
  }

  /**
   * Camel makes it with the first exchange that is done. Two that are done at the same time would
   * make it twice, and Micrometer would warn of that.
   */
  private static void makeGaugeOfLastExchange(CamelContext context) {
    CamelEvent done =
        context
            .getManagementStrategy()
            .getEventFactory()
            .createExchangeCompletedEvent(new DefaultExchange(context));
    for (EventNotifier notifier : context.getManagementStrategy().getEventNotifiers()) {
      if (notifier instanceof MicrometerExchangeEventNotifier ofExchanges) {
        ofExchanges.notify(done);
      }
    }
  }
}
