package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.camel.HomeLock;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code run}: the routes, in a home of their own, until the process is asked to stop. */
final class RoutesRun {
  private static final Logger LOG = LoggerFactory.getLogger(RoutesRun.class);

  private RoutesRun() {}

  static int run(Configuration configuration, StopSignal stop, Program.Preparation preparation)
      throws Exception {
    try (HomeLock lock = HomeLock.take(configuration)) {
      preparation.prepare(configuration.home());
      LOG.info("Working in {}, held by {}", configuration.home(), lock);
      runUntilAsked(configuration, stop);
    }
    return ExitStatus.OK;
  }

  private static void runUntilAsked(Configuration configuration, StopSignal stop) throws Exception {
    try (Application application = Application.start(configuration, Mode.RUN, stop)) {
      LOG.info("Running with {} routes", application.context().getRoutesSize());
      stop.await();
      LOG.info("Stopping: finishing what is in flight");
    }
  }
}
