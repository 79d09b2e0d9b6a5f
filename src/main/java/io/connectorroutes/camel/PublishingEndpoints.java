package io.connectorroutes.camel;

import io.connectorroutes.config.OutcomeSection;
import io.connectorroutes.config.UsageException;
import org.apache.camel.CamelContext;

/** Whether outcomes and dead letters can be sent where the configuration says. */
final class PublishingEndpoints {
  private PublishingEndpoints() {}

  /**
   * Looks at the endpoints before any route is made.
   *
   * @throws UsageException naming the key
   */
  static void check(CamelContext context, OutcomeSection outcome) {
    check(context, "outcome.uri", outcome.uri());
    check(context, "dead-letter.uri", outcome.deadLetterUri());
  }

  private static void check(CamelContext context, String key, String uri) {
    if (uri == null) {
      return;
    }
    String scheme = uri.substring(0, uri.indexOf(':'));
    if (context.getComponent(scheme) == null) {
      throw new UsageException(
          key
              + ": there is no Camel component "
              + scheme
              + " here: give another endpoint"
              + (scheme.equals("queue") ? ", or queue.url" : "")
              + ", or add the component's jar to lib/");
    }
    try {
      context.getEndpoint(uri);
    } catch (RuntimeException e) {
      throw new UsageException(
          key
              + " is no endpoint that the Camel component "
              + scheme
              + " can use: check its path and its options",
          e);
    }
  }
}
