package io.connectorroutes.camel;

import java.util.Map;
import org.apache.camel.CamelContext;

/** The names of our beans in a context's registry. */
final class Bindings {
  /**
   * What the ids and names of all that is ours begin with, beside whatever else is in a context.
   */
  static final String PREFIX = "connector-routes-";

  private Bindings() {}

  /** Binds beans, each by its role. */
  static void bind(CamelContext context, Map<String, Object> beans) {
    beans.forEach((role, bean) -> bind(context, role, bean));
  }

  /** Binds a bean by its role, the name without the prefix. */
  static void bind(CamelContext context, String role, Object bean) {
    context.getRegistry().bind(PREFIX + role, bean);
  }
}
