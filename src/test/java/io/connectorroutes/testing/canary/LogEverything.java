package io.connectorroutes.testing.canary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration of Logback by which every logger writes at TRACE, MDC and stacks included. */
public final class LogEverything {
  private LogEverything() {}

  /**
   * Writes it beside the log.
   *
   * @param log the file that all is written to
   * @param more further elements of the configuration; empty for none
   * @return the option of the JVM that takes it
   */
  public static String to(Path log, String more) throws IOException {
    Path file =
        Files.writeString(
            log.resolveSibling("everything.xml"),
            """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <encoder><pattern>%%level %%logger [%%mdc] %%msg%%n%%ex</pattern></encoder>
              </appender>
              <logger name="org.apache.camel" level="TRACE"/>
              <logger name="io.connectorroutes" level="TRACE"/>
              <root level="TRACE"><appender-ref ref="file"/></root>
              %s
            </configuration>
            """
                .formatted(log, more));
    return "-Dlogback.configurationFile=" + file;
  }
}
