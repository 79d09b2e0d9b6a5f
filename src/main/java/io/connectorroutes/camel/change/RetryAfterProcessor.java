package io.connectorroutes.camel.change;

import io.connectorroutes.text.Causes;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * For {@code onExceptionOccurredRef}: makes Camel's redelivery wait as long as a {@link
 * ThrottledException} says. After any other exception, and where Graph names no time, the delay of
 * the redelivery policy holds.
 */
public final class RetryAfterProcessor implements Processor {
  @Override
  public void process(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Causes.first(failure, ThrottledException.class)
        .map(ThrottledException::getRetryAfter)
        // Camel goes back to the headers of before with each redelivery, so it holds for one alone.
        .ifPresent(
            wait -> exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis()));
  }
}
