package io.connectorroutes.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Marker;

/**
 * Denies DEBUG and TRACE to wire loggers of Logback. A turbo filter comes before levels, so that no
 * configuration brings them back.
 */
final class WireLogFilter extends TurboFilter {
  /** By name: the HTTP client asks dozens of times for each request. */
  private final Map<String, Boolean> denied = new ConcurrentHashMap<>();

  /**
   * Adds one, once, which stays however often the configuration is read anew.
   *
   * @param factory Logback's context
   */
  static void addTo(ILoggerFactory factory) {
    LoggerContext context = (LoggerContext) factory;
    if (context.getCopyOfListenerList().stream().noneMatch(KeptOverResets.class::isInstance)) {
      context.addTurboFilter(new WireLogFilter());
      context.addListener(new KeptOverResets());
    }
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable throwable) {
    return !level.isGreaterOrEqual(Level.INFO)
            && denied.computeIfAbsent(logger.getName(), WireLogs::isOne)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  /** A configuration that is read anew takes all turbo filters away first. */
  private static final class KeptOverResets implements LoggerContextListener {
    @Override
    public boolean isResetResistant() {
      return true;
    }

    @Override
    public void onReset(LoggerContext context) {
      context.addTurboFilter(new WireLogFilter());
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
  }
}
