package io.connectorroutes.app.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.connectorroutes.text.PrintableText;

/** A log event's message in one printable line, whatever text of others it repeats. */
public class LogMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return PrintableText.line(event.getFormattedMessage(), Integer.MAX_VALUE);
  }
}
