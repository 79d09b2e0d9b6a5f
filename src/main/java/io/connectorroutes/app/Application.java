package io.connectorroutes.app;

import io.connectorroutes.camel.CompositionRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Ledger;
import org.apache.camel.CamelContext;

/** The running program: what the routes name, and Camel around it. */
public final class Application implements AutoCloseable {
  private final CompositionRoot root;
  private final RoutesMain routes;

  private Application(CompositionRoot root, RoutesMain routes) {
    this.root = root;
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

  /** The same in another world outside. */
  public static Application start(Configuration configuration, Mode mode, Externals externals)
      throws Exception {
    StartChecks.check(configuration, mode);
    CompositionRoot root = CompositionRoot.open(configuration, mode, externals);
    try {
      if (mode == Mode.RUN && configuration.ledger().databaseFile() != null) {
        // The home is this run's alone, so every lease of an earlier one is stale.
        root.ledger().deliveries().recoverLeases(true);
      }
      RoutesMain routes = new RoutesMain(configuration, mode, root);
      routes.start();
      return new Application(root, routes);
    } catch (Exception e) {
      root.close();
      throw e;
    }
  }

  /** What the routes use, the ledger among it; open until this is closed. */
  public CompositionRoot root() {
    return root;
  }

  /** The ledger, open until this is closed. */
  public Ledger ledger() {
    return root.ledger();
  }

  /** Camel's context, for sending to {@code direct:} routes. */
  public CamelContext context() {
    return routes.context();
  }

  /** Finishes what is in flight, then stops the routes and closes the ledger. */
  @Override
  public void close() {
    try {
      routes.close();
    } finally {
      root.close();
    }
  }
}
