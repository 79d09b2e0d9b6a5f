package io.connectorroutes.logging;

import java.util.List;
import java.util.Set;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Keeps wire logs silent: what loggers of libraries print at DEBUG and TRACE of what travels on the
 * wire, request bodies with passwords, bearer tokens, messages; and of settings.
 */
public final class WireLogs {
  /** Names of such loggers; each stands for those below it, too. */
  static final List<String> LOGGERS =
      List.of(
          // Apache HttpClient: wire, headers, HTTP/2 frames, authentication.
          "org.apache.hc",
          "org.apache.http",
          // Camel's components log exchanges with their headers, and messages.
          "org.apache.camel.component.http",
          "org.apache.camel.component.jms",
          "org.apache.camel.component.amqp",
          "org.apache.camel.component.kafka",
          // Camel logs the values of properties that are looked up, passwords among them.
          "org.apache.camel.component.properties",
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

  private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

  private static final String LOG4J = "org.apache.logging.slf4j.Log4jLoggerFactory";

  /** SLF4J upon the JDK's own logging, as it comes, and with Quarkus' log manager. */
  private static final Set<String> JDK =
      Set.of("org.slf4j.jul.JDK14LoggerFactory", "org.slf4j.impl.Slf4jLoggerFactory");

  private WireLogs() {}

  /**
   * Silences them in this process from now on. With Logback that holds however logging is
   * configured; with Log4j 2 and the JDK's logging, until somebody sets their levels anew. With any
   * other logging a line says what is left to the application. More than one call does no harm.
   */
  public static void silence() {
    silence(LoggerFactory.getILoggerFactory());
  }

  static void silence(ILoggerFactory factory) {
    String name = factory.getClass().getName();
    if (name.equals(LOGBACK)) {
      WireLogFilter.addTo(factory);
    } else if (JDK.contains(name)) {
      JdkLevels.raise();
    } else if (!name.equals(LOG4J) || !silencedLog4j()) {
      LoggerFactory.getLogger(WireLogs.class)
          .warn(
              "Wire logs cannot be silenced with {}, and at DEBUG they print tokens and passwords:"
                  + " leave these loggers at INFO or above: {}",
              factory.getClass().getSimpleName(),
              String.join(", ", LOGGERS));
    }
  }

  private static boolean silencedLog4j() {
    try {
      Log4jLevels.raise();
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Whether a logger is one of them. */
  static boolean isOne(String name) {
    return LOGGERS.stream().anyMatch(above -> name.equals(above) || name.startsWith(above + "."));
  }
}
