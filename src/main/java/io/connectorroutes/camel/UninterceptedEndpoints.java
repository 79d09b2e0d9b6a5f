package io.connectorroutes.camel;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.InterceptSendToEndpoint;
import org.apache.camel.support.DefaultInterceptSendToEndpoint;

/**
 * Keeps an application's {@code interceptSendToEndpoint} away from the endpoints between our
 * routes: Camel puts it around every endpoint of a context that fits, and it may skip the sending.
 * What it has put around one of ours is taken off, and one that has something around it that does
 * nothing is left alone by it; so it does not matter which of the two comes first.
 */
final class UninterceptedEndpoints implements EndpointStrategy {
  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    if (!isOurs(uri)) {
      return endpoint;
    }
    return new DefaultInterceptSendToEndpoint(
        endpoint instanceof InterceptSendToEndpoint around
            ? around.getOriginalEndpoint()
            : endpoint,
        false);
  }

  private static boolean isOurs(String uri) {
    return uri.startsWith(Bindings.PREFIX) || uri.startsWith("direct://" + Bindings.PREFIX);
  }
}
