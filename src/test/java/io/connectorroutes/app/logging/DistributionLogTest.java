package io.connectorroutes.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The distribution's {@code config/logback.xml}. */
class DistributionLogTest {
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new File("src/main/dist/config/logback.xml"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void itIsValidAndQuiet() {
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .allMatch(status -> status.getLevel() == Status.INFO);
    assertThat(context.getLogger("io.connectorroutes.ledger").getEffectiveLevel())
        .isEqualTo(Level.INFO);
    assertThat(context.getLogger("org.flywaydb").getEffectiveLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void anEventIsOneLineThatATerminalCanShow() {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<?> console = (ConsoleAppender<?>) root.getAppender("console");

    String line = encoded(console, root, "a\r\nb \u009b2J\u202ec {}");

    assertThat(line).endsWith(" - a b 2J c value" + System.lineSeparator());
  }

  @SuppressWarnings("unchecked")
  private static String encoded(ConsoleAppender<?> console, Logger root, String message) {
    LoggingEvent event =
        new LoggingEvent("caller", root, Level.WARN, message, null, new Object[] {"value"});
    return new String(
        ((ConsoleAppender<LoggingEvent>) console).getEncoder().encode(event),
        StandardCharsets.UTF_8);
  }
}
