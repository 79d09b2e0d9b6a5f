package io.connectorroutes.camel.file;

import io.connectorroutes.optional.OptionalDependency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;

/** The metric of files that were altered after they were accepted. */
final class GrownFilesCounter {
  private GrownFilesCounter() {}

  /** Counts one more; shows 0 from the start. Does nothing where nobody asks for metrics. */
  static Runnable in(CamelContext context) {
    MeterRegistry registry =
        OptionalDependency.CAMEL_MICROMETER.isPresent()
            ? context.getRegistry().findSingleByType(MeterRegistry.class)
            : null;
    return registry == null
        ? () -> {}
        : Counter.builder("connectorroutes.files.grew")
                .description("Files that were altered after they were accepted")
                .register(registry)
            ::increment;
  }
}
