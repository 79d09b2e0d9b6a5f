package io.connectorroutes.camel;

import io.connectorroutes.ledger.RepeatedFailures;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that a broker is away and that it is back. Its client, which tries to connect every few
 * seconds, would log each try.
 */
final class BrokerWatch extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final long SECONDS = 5;

  private final CamelContext context;
  private final String subject;
  private final Supplier<Optional<String>> problem;
  private final RepeatedFailures failures = new RepeatedFailures(LOG, Clock.systemUTC());
  private ScheduledExecutorService watching;

  /**
   * A watch that looks when it is started.
   *
   * @param subject what is watched, in one word
   * @param problem says what is wrong; empty where all is well
   */
  BrokerWatch(CamelContext context, String subject, Supplier<Optional<String>> problem) {
    this.context = context;
    this.subject = subject;
    this.problem = problem;
  }

  @Override
  protected void doStart() {
    watching =
        context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "broker-watch");
    var unused = watching.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void doStop() {
    context.getExecutorServiceManager().shutdownNow(watching);
  }

  private void look() {
    if (!context.isStarted()) {
      // While the routes start and stop, nothing comes, and no person has to do anything about it.
      return;
    }
    problem
        .get()
        .ifPresentOrElse(
            message -> failures.failed(subject, message),
            () -> failures.recovered(subject, "The " + subject + " is there again"));
  }
}
