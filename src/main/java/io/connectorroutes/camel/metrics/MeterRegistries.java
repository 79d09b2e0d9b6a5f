package io.connectorroutes.camel.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Set;
import org.apache.camel.spi.Registry;

/** Where an application keeps its meters. */
final class MeterRegistries {
  /** Camel's name for it. */
  private static final String NAME = "metricsRegistry";

  private MeterRegistries() {}

  /** As Camel finds it; null where there is none, or none of several that stands for all. */
  static MeterRegistry of(Registry beans) {
    MeterRegistry named = beans.lookupByNameAndType(NAME, MeterRegistry.class);
    if (named != null) {
      return named;
    }
    MeterRegistry all = single(beans.findByType(CompositeMeterRegistry.class));
    return all == null ? single(beans.findByType(MeterRegistry.class)) : all;
  }

  private static MeterRegistry single(Set<? extends MeterRegistry> registries) {
    return registries.size() == 1 ? registries.iterator().next() : null;
  }
}
