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
import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.testing.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
  void aDatabaseThatGoesAwayIsNoStackTraceOfItsPool() {
    for (String name : List.of("ProxyConnection", "PoolBase", "HikariPool")) {
      Logger pool = context.getLogger("com.zaxxer.hikari.pool." + name);
      assertThat(pool.isErrorEnabled()).as(name).isFalse();
    }
  }

  @Test
  void anEventIsOneLineThatATerminalCanShow() {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<?> console = (ConsoleAppender<?>) root.getAppender("console");

    String line = encoded(console, root, "a\r\nb \u009b2J\u202ec {}");

    assertThat(line).endsWith(" - a b 2J c value" + System.lineSeparator());
  }

  @Test
  void asJsonAnEventIsOneObjectInOneLineWithItsStack() throws Exception {
    context.putProperty("logs.format", "json");
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<?> console = (ConsoleAppender<?>) root.getAppender("console");

    String line =
        encoded(
            console,
            root,
            "a\r\nb \"\u009b2J\u202e {} ä",
            new IllegalStateException("x\ny", new IOException("z")));

    assertThat(line).hasLineCount(1).endsWith("}" + System.lineSeparator());
    JsonNode event = Json.object(line);
    assertThat(event.fieldNames())
        .toIterable()
        .containsExactly("time", "level", "logger", "thread", "message", "stack");
    assertThat(event.path("time").asText()).isEqualTo("2026-03-01T12:00:00.001Z");
    assertThat(event.path("level").asText()).isEqualTo("WARN");
    assertThat(event.path("logger").asText()).isEqualTo("ROOT");
    assertThat(event.path("message").asText()).isEqualTo("a b \" 2J value ä");
    assertThat(event.path("stack").asText())
        .startsWith("java.lang.IllegalStateException: x y")
        .contains("Caused by: java.io.IOException: z");
  }

  private static String encoded(ConsoleAppender<?> console, Logger root, String message) {
    return encoded(console, root, message, null);
  }

  @SuppressWarnings("unchecked")
  private static String encoded(
      ConsoleAppender<?> console, Logger root, String message, Throwable failure) {
    LoggingEvent event =
        new LoggingEvent("caller", root, Level.WARN, message, failure, new Object[] {"value"});
    event.setInstant(Instant.parse("2026-03-01T12:00:00.001Z"));
    return new String(
        ((ConsoleAppender<LoggingEvent>) console).getEncoder().encode(event),
        StandardCharsets.UTF_8);
  }
}
