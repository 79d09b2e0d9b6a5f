package io.connectorroutes.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Marker;

/**
 * Denies DEBUG and TRACE to loggers that print what travels on the wire there: request bodies with
 * passwords, bearer tokens, messages. A turbo filter comes before levels, so that no configuration
 * brings them back.
 */
final class WireLogFilter extends TurboFilter {
  /** Names of loggers; each stands for those below it, too. */
  private static final List<String> DENIED =
      List.of(
          // Apache HttpClient: wire, headers, HTTP/2 frames, authentication.
          "org.apache.hc",
          "org.apache.http",
          // Camel's components log exchanges with their headers, and messages.
          "org.apache.camel.component.http",
          "org.apache.camel.component.jms",
          "org.apache.camel.component.amqp",
          "org.apache.camel.component.kafka",
          // Qpid: AMQP frames, bytes, SASL.
          "org.apache.qpid",
          // Kafka: requests, records, SASL.
          "org.apache.kafka",
          // Artemis: packets.
          "org.apache.artemis",
          "org.apache.activemq",
          // LoggingHandler of Netty, also under names that its users choose.
          "io.netty",
          "reactor.netty",
          "io.vertx",
          // MSAL and the Azure SDK: token requests and answers.
          "com.microsoft.aad.msal4j",
          "com.azure",
          // The JDK's own HTTP client, where it is bridged.
          "jdk.httpclient",
          "jdk.internal.httpclient",
          // Parameters of statements.
          "org.postgresql");

  /** By name: the HTTP client asks dozens of times for each request. */
  private final Map<String, Boolean> denied = new ConcurrentHashMap<>();

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable throwable) {
    return !level.isGreaterOrEqual(Level.INFO)
            && denied.computeIfAbsent(logger.getName(), WireLogFilter::isDenied)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isDenied(String name) {
    return DENIED.stream().anyMatch(above -> name.equals(above) || name.startsWith(above + "."));
  }
}
