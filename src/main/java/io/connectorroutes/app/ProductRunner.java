package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.Runner;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that start the routes. */
public final class ProductRunner implements Runner {
  private static final Logger LOG = LoggerFactory.getLogger(ProductRunner.class);

  private final ConfigurationReader configurations;
  private final Terminal terminal;
  private final StopSignal stop;

  /**
   * Creates the runner.
   *
   * @param configurations reads the demo's configuration
   * @param terminal where to write
   * @param stop tells when to stop
   */
  public ProductRunner(ConfigurationReader configurations, Terminal terminal, StopSignal stop) {
    this.configurations = configurations;
    this.terminal = terminal;
    this.stop = stop;
  }

  @Override
  public int run(Configuration configuration) throws Exception {
    try (HomeLock lock = HomeLock.take(configuration)) {
      LOG.info("Working in {}, held by {}", configuration.home(), lock);
      runUntilAsked(configuration);
    }
    return ExitStatus.OK;
  }

  private void runUntilAsked(Configuration configuration) throws Exception {
    try (Application application = Application.start(configuration, Mode.RUN)) {
      LOG.info("Running with {} routes", application.context().getRoutesSize());
      stop.await();
      LOG.info("Stopping: finishing what is in flight");
    }
  }

  @Override
  public int importFiles(Configuration configuration, List<Path> files, boolean json)
      throws Exception {
    try (Application application = Application.start(configuration, Mode.IMPORT)) {
      return new ImportRun(application, configuration, terminal, new StopFlag(stop))
          .importFiles(files, json);
    }
  }

  @Override
  public int demo(DemoOptions options) throws Exception {
    return new Demo(configurations, terminal).run(options);
  }
}
