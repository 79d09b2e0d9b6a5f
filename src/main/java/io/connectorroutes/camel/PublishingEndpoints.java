package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import org.apache.camel.CamelContext;

/** Where outcomes and dead letters are sent. */
final class PublishingEndpoints {
  /** In these endpoints the broker of the configuration, whatever else a context calls so. */
  private static final String QUEUE = "queue:";

  /** Where nobody listens. */
  private static final String NOBODY =
      "direct:connector-routes-nobody?failIfNoConsumers=false&block=false";

  private PublishingEndpoints() {}

  /** Where outcome lines are sent besides the log; null where that is nowhere. */
  static String ofOutcomes(Configuration configuration) {
    String uri = configuration.outcome().uri();
    return uri == null ? null : ProducedFiles.neverHalfWritten(ofOurQueue(configuration, uri));
  }

  /** Where dead letters are sent. */
  static String ofDeadLetters(Configuration configuration) {
    String uri = configuration.outcome().deadLetterUri();
    return uri == null
        ? NOBODY
        : ProducedFiles.forTheOwnerAlone(
            ProducedFiles.neverHalfWritten(ofOurQueue(configuration, uri)));
  }

  private static String ofOurQueue(Configuration configuration, String uri) {
    boolean isOurs = uri.startsWith(QUEUE) && configuration.hasQueue();
    return isOurs ? Bindings.PREFIX + uri : uri;
  }

  /**
   * Looks at the endpoints before any route is made, so that one that Camel cannot use is named by
   * its key.
   *
   * @throws UsageException naming the key
   */
  static void check(CamelContext context, Configuration configuration) {
    if (configuration.outcome().uri() != null) {
      check(context, "outcome.uri", ofOutcomes(configuration));
    }
    check(context, "dead-letter.uri", ofDeadLetters(configuration));
  }

  private static void check(CamelContext context, String key, String uri) {
    String scheme = uri.substring(0, uri.indexOf(':'));
    if (context.getComponent(scheme) == null) {
      throw new UsageException(
          key
              + ": there is no Camel component "
              + scheme
              + " here: give another endpoint"
              + (uri.startsWith(QUEUE) ? ", or queue.url" : "")
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
