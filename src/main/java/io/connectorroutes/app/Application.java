package io.connectorroutes.app;

import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.UsageException;
import io.connectorroutes.camel.RoutesBeans;
import io.connectorroutes.camel.RoutesMain;
import io.connectorroutes.camel.StartException;
import io.connectorroutes.intake.CertificateCheck;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Ledgers;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The running program: an open ledger, and the routes around it. */
public final class Application implements AutoCloseable {
  private final Ledger ledger;
  private final RoutesBeans beans;
  private final RoutesMain routes;

  private Application(Ledger ledger, RoutesBeans beans, RoutesMain routes) {
    this.ledger = ledger;
    this.beans = beans;
    this.routes = routes;
  }

  /** What the program is started for. */
  public enum Mode {
    /** Takes files of the inbox and messages of the queue, and delivers, until it is stopped. */
    RUN,
    /** Takes only what it is given, and delivers what is due meanwhile. */
    IMPORT
  }

  /**
   * Opens the ledger and starts the routes.
   *
   * @throws UsageException where the configuration does not fit this machine
   * @throws Exception where the ledger cannot be opened or a route cannot be started; nothing is
   *     left running then
   */
  public static Application start(Configuration configuration, Mode mode) throws Exception {
    return start(configuration, mode, Outside.standard());
  }

  /** The same in another world outside. */
  public static Application start(Configuration configuration, Mode mode, Outside outside)
      throws Exception {
    StartChecks.check(configuration, mode);
    Ledger opened = Ledgers.open(LedgerOf.settings(configuration), null);
    Ledger ledger = outside.aroundLedger().apply(opened);
    try {
      opened.recorder().readCertificates(CertificateCheck::certificateOf);
      RoutesBeans beans = new RouteWiring(configuration, ledger, outside).beans();
      RoutesMain routes =
          new RoutesMain(
              RoutesSettingsOf.configuration(configuration, mode, outside.answerWithin()), beans);
      if (mode == Mode.RUN && configuration.ledger().databaseFile() != null) {
        // The home is this run's alone, so every lease of an earlier one is stale.
        ledger.deliveries().takeBack(true);
      }
      routes.start();
      return new Application(ledger, beans, routes);
    } catch (StartException e) {
      ledger.close();
      throw new UsageException(e.getMessage(), e);
    } catch (Exception e) {
      ledger.close();
      throw e;
    }
  }

  /** The ledger, open until this is closed. */
  public Ledger ledger() {
    return ledger;
  }

  /** Camel's context, for sending to {@code direct:} routes. */
  public CamelContext context() {
    return routes.context();
  }

  /** Why results could not be written at the last try; empty where they could. */
  Optional<String> resultsProblem() {
    return routes.resultsProblem();
  }

  /** What the routes use. */
  RoutesBeans beans() {
    return beans;
  }

  /** Finishes what is in flight, then stops the routes and closes the ledger. */
  @Override
  public void close() {
    routes.close();
    ledger.close();
  }
}
