package io.connectorroutes.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

class WireLogsTest {
  private static final String EVERYTHING =
      """
      <configuration>
        <appender name="list" class="ch.qos.logback.core.read.ListAppender"/>
        <logger name="%s" level="TRACE"/>
        <root level="TRACE"><appender-ref ref="list"/></root>
      </configuration>
      """;

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  private void configure(String logger) throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    context.reset();
    configurator.doConfigure(
        new ByteArrayInputStream(EVERYTHING.formatted(logger).getBytes(StandardCharsets.UTF_8)));
  }

  private ListAppender<ILoggingEvent> events() {
    return (ListAppender<ILoggingEvent>)
        context.getLogger(ch.qos.logback.classic.Logger.ROOT_LOGGER_NAME).getAppender("list");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "org.apache.hc.client5.http.impl.classic.MainClientExec",
        "org.apache.camel.component.http.HttpProducer",
        "org.apache.camel.component.jms.EndpointMessageListener",
        "org.apache.camel.component.kafka.consumer.support.KafkaRecordProcessorFacade",
        "org.apache.kafka.clients.NetworkClient",
        "org.apache.qpid.jms.provider.amqp.FRAMES",
        "org.apache.qpid.jms.provider.amqp.AmqpProvider",
        "org.apache.qpid.proton.engine.impl.TransportImpl",
        "org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl",
        "io.netty.handler.logging.LoggingHandler",
        "com.microsoft.aad.msal4j.HttpHelper",
        "com.azure.core.http.policy.HttpLoggingPolicy",
        "com.azure.identity.ClientSecretCredential",
      })
  void wireLogsStaySilentWhateverTheConfigurationSays(String name) throws JoranException {
    configure(name);
    context.getLogger(name).debug("Authorization: Bearer {}", "canary");
    assertThat(events().list).as("without the guard").hasSize(1);

    WireLogFilter.addTo(context);
    configure(name);
    context.getLogger(name).trace("Authorization: Bearer {}", "canary");
    context.getLogger(name).debug("{\"password\":\"canary\"}");

    assertThat(events().list).isEmpty();
    assertThat(context.getLogger(name).isDebugEnabled()).isFalse();
    context.getLogger(name).warn("the connection was lost");
    assertThat(events().list).hasSize(1);
  }

  @Test
  void otherLoggersAreLeftAlone() throws JoranException {
    WireLogFilter.addTo(context);
    configure("io.connectorroutes");

    context.getLogger("io.connectorroutes.graph").debug("a");
    context.getLogger("org.apache.hcx").debug("b");

    assertThat(events().list).hasSize(2);
  }

  @Test
  void silencingTwiceIsTheSameAsOnce() {
    WireLogFilter.addTo(context);
    WireLogFilter.addTo(context);

    assertThat(context.getTurboFilterList()).hasSize(1);
    assertThat(context.getCopyOfListenerList()).hasSize(1);
  }

  @Test
  void aLineSaysWhatIsLeftToTheApplicationWhereLoggingIsNotKnown() {
    ch.qos.logback.classic.Logger own =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(WireLogs.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    own.addAppender(lines);
    try {
      WireLogs.silence(new NOPLoggerFactory());
    } finally {
      own.detachAppender(lines);
    }

    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("Wire logs cannot be silenced with NOPLoggerFactory")
        .contains("org.apache.hc, ", "com.azure");
  }

  /** The JDK's own logging: a level that says nothing of these is left alone. */
  @Test
  void loggersOfTheJdkAreRaisedToInfoAndNoneIsLowered() {
    Logger wire = Logger.getLogger("org.apache.hc.client5.http.wire");
    Logger all = Logger.getLogger("org.apache.hc");
    Logger off = Logger.getLogger("com.azure");
    Logger other = Logger.getLogger("org.apache.hcx");
    List<Logger> loggers = List.of(wire, all, off, other);
    try {
      wire.setLevel(Level.FINEST);
      all.setLevel(Level.FINE);
      off.setLevel(Level.OFF);
      other.setLevel(Level.FINE);
      JdkLevels.raise();

      assertThat(loggers)
          .extracting(Logger::getLevel)
          .containsExactly(Level.INFO, Level.INFO, Level.OFF, Level.FINE);
    } finally {
      loggers.forEach(logger -> logger.setLevel(null));
    }
  }
}
