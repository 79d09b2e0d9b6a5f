package io.connectorroutes.app.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * A log event by the pattern, or as one line of JSON where {@code logs.format} asks for that:
 * {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, and {@code stack}
 * where there is one. Logback's own JSON would let characters pass that are not printable.
 */
public class LogEncoder extends PatternLayoutEncoder {
  /** Of Logback's context, so that a logback.xml of somebody's own goes by it as well. */
  private static final String FORMAT = "logs.format";

  private static final String JSON = "json";

  private final LogMessage message = new LogMessage();
  private final LogFailure failure = new LogFailure();
  private final JsonFactory json = new JsonFactory();

  /** Says how the process's log looks from now on: {@code text} or {@code json}. */
  public static void use(String format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.putProperty(FORMAT, format);
    }
  }

  @Override
  public void start() {
    failure.start();
    super.start();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return JSON.equals(getContext().getProperty(FORMAT)) ? line(event) : super.encode(event);
  }

  private byte[] line(ILoggingEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator line = json.createGenerator(bytes)) {
      line.writeStartObject();
      line.writeStringField("time", event.getInstant().toString());
      line.writeStringField("level", event.getLevel().toString());
      line.writeStringField("logger", event.getLoggerName());
      line.writeStringField("thread", event.getThreadName());
      line.writeStringField("message", message.convert(event));
      if (event.getThrowableProxy() != null) {
        line.writeStringField("stack", failure.convert(event));
      }
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (bytes.toString(StandardCharsets.UTF_8) + System.lineSeparator())
        .getBytes(StandardCharsets.UTF_8);
  }
}
