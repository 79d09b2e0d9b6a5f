package io.connectorroutes.logging;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Levels of Log4j 2, which is not there at compile time. */
final class Log4jLevels {
  private static final String LOG4J = "org.apache.logging.log4j.";

  private Log4jLevels() {}

  /**
   * Gives wire loggers that log more than INFO that level.
   *
   * @throws ReflectiveOperationException where this is another Log4j
   */
  static void raise() throws ReflectiveOperationException {
    for (String name :
        Stream.concat(WireLogs.LOGGERS.stream(), configured().stream().filter(WireLogs::isOne))
            .distinct()
            .toList()) {
      if (LoggerFactory.getLogger(name).isDebugEnabled()) {
        raise(name);
      }
    }
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> level = type("Level");
    type("core.config.Configurator")
        .getMethod("setLevel", String.class, level)
        .invoke(null, name, level.getField("INFO").get(null));
  }

  private static Collection<String> configured() throws ReflectiveOperationException {
    Class<?> contexts = type("core.LoggerContext");
    Object context = contexts.getMethod("getContext", boolean.class).invoke(null, false);
    Object configuration = contexts.getMethod("getConfiguration").invoke(context);
    Map<?, ?> loggers =
        (Map<?, ?>) type("core.config.Configuration").getMethod("getLoggers").invoke(configuration);
    return List.copyOf(loggers.keySet()).stream().map(String::valueOf).toList();
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(LOG4J + name);
  }
}
