package io.connectorroutes.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What commands that are over soon do not log. */
public final class CommandLogs {
  private static final List<String> CAMEL =
      List.of("org.apache.camel.main", "org.apache.camel.impl.engine.AbstractCamelContext");

  private CommandLogs() {}

  /**
   * Leaves out how Camel starts and ends, unless it warns.
   *
   * @param isScreen whether a person is shown how far the command is: then ours only warn, too
   */
  public static void quiet(boolean isScreen) {
    CAMEL.forEach(CommandLogs::onlyWarnings);
    if (isScreen) {
      onlyWarnings("io.connectorroutes");
    }
  }

  private static void onlyWarnings(String name) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(Level.WARN);
    }
  }
}
