package io.connectorroutes.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

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
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("list");
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

    WireLogs.silence(context);
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
    WireLogs.silence(context);
    configure("io.connectorroutes");

    context.getLogger("io.connectorroutes.graph").debug("a");
    context.getLogger("org.apache.hcx").debug("b");

    assertThat(events().list).hasSize(2);
  }

  @Test
  void theShippedConfigurationIsValidAndQuiet() throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new File("src/main/dist/config/logback.xml"));

    assertThat(context.getStatusManager().getCopyOfStatusList())
        .allMatch(status -> status.getLevel() == Status.INFO);
    assertThat(context.getLogger("io.connectorroutes.ledger").getEffectiveLevel())
        .isEqualTo(Level.INFO);
    assertThat(context.getLogger("org.flywaydb").getEffectiveLevel()).isEqualTo(Level.WARN);
  }
}
