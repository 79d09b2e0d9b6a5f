package io.connectorroutes.app;

import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.camel.CompositionRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Ledger;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The running program: what the routes name, and Camel around it. */
public final class Application implements AutoCloseable {
  private final RoutesMain routes;

  private Application(RoutesMain routes) {
    this.routes = routes;
  }

  /**
   * Opens the ledger and starts the routes.
   *
   * @throws UsageException where the configuration does not fit this machine
   * @throws Exception where the ledger cannot be opened or a route cannot be started; nothing is
   *     left running then
   */
  public static Application start(Configuration configuration, Mode mode) throws Exception {
    return start(configuration, mode, Externals.standard());
  }

  /**
   * The same; where the process is asked to stop meanwhile, a ledger that another process has
   * locked is not waited for.
   */
  static Application start(Configuration configuration, Mode mode, StopSignal stop)
      throws Exception {
    AtomicBoolean isStarted = new AtomicBoolean();
    StopSignal.Phase opening = stop.beforeAnythingIsDone();
    try {
      Externals externals =
          Externals.standard()
              .withAroundLedger(
                  ledger -> {
                    opening.end();
                    endSoonUnless(isStarted, ledger, stop);
                    return ledger;
                  });
      Application application = start(configuration, mode, externals);
      isStarted.set(true);
      return application;
    } finally {
      opening.end();
    }
  }

  private static void endSoonUnless(AtomicBoolean isStarted, Ledger ledger, StopSignal stop) {
    new StopFlag(
        stop,
        () -> {
          if (!isStarted.get()) {
            ledger.endSoon(false);
          }
        });
  }

  /** The same in another world outside. */
  public static Application start(Configuration configuration, Mode mode, Externals externals)
      throws Exception {
    StartChecks.check(configuration, mode);
    RoutesMain routes = new RoutesMain(configuration, mode, externals);
    routes.start();
    return new Application(routes);
  }

  /** What the routes use, the ledger among it; open until this is closed. */
  public CompositionRoot root() {
    return routes.embedded().ledgerRoot();
  }

  /** The ledger, open until this is closed. */
  public Ledger ledger() {
    return root().ledger();
  }

  /**
   * The process is to end: nothing waits long any more for a ledger that another one has locked.
   */
  void endSoon() {
    routes.embedded().endSoon();
  }

  /** Camel's context, for sending to {@code direct:} routes. */
  public CamelContext context() {
    return routes.context();
  }

  /**
   * Closes this, with a look at the ledger when nothing is in flight any more.
   *
   * @return what the look gives
   * @throws RuntimeException as the look does; this is closed then as well
   */
  public <T> T close(Supplier<T> lastLook) {
    return routes.close(lastLook);
  }

  /** Finishes what is in flight, then stops the routes and closes the ledger. */
  @Override
  public void close() {
    routes.close();
  }
}
