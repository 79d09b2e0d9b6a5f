package io.connectorroutes.logging;

import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Levels of the JDK's own logging. */
final class JdkLevels {
  private JdkLevels() {}

  /** Gives wire loggers that log more than INFO that level. */
  static void raise() {
    List<String> known = Collections.list(LogManager.getLogManager().getLoggerNames());
    Stream.concat(WireLogs.LOGGERS.stream(), known.stream().filter(WireLogs::isOne))
        .distinct()
        .forEach(JdkLevels::raise);
  }

  private static void raise(String name) {
    // SLF4J keeps it: one that nobody holds is forgotten with its level.
    LoggerFactory.getLogger(name);
    Logger logger = Logger.getLogger(name);
    if (logger.isLoggable(Level.FINE)) {
      logger.setLevel(Level.INFO);
    }
  }
}
