package io.connectorroutes.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Keeps wire logs silent. */
public final class WireLogs {
  private WireLogs() {}

  /** Silences them in this process from now on, however logging is configured. */
  public static void silence() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      throw new IllegalStateException("logging is not Logback: wire logs could not be silenced");
    }
    silence(context);
  }

  static void silence(LoggerContext context) {
    context.addTurboFilter(new WireLogFilter());
    context.addListener(new KeptOverResets());
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
