package io.connectorroutes.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * What Camel finds of ours on the class path (by {@code META-INF/services}), in every context. A
 * failure here would be logged and no more, and Spring's properties cannot be read yet: so the work
 * is that of a customizer, which Camel Main, Spring Boot and Quarkus call before any route is made.
 */
public final class ConnectorRoutesPlugin implements ContextServicePlugin {
  @Override
  public void load(CamelContext context) {
    context.getRegistry().bind(EmbeddingCustomizer.NAME, new EmbeddingCustomizer());
  }
}
