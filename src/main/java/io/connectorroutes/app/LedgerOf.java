package io.connectorroutes.app;

import io.connectorroutes.app.config.Budget;
import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.camel.RoutesMain;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.RequestBudget;

/** What package {@code ledger} needs of the configuration. */
final class LedgerOf {
  private LedgerOf() {}

  static LedgerSettings settings(Configuration configuration) {
    Budget budget = configuration.graph().budget();
    ConfiguredTenants tenants = GraphOf.tenants(configuration.graph());
    return configuration
        .ledger()
        .settings(RoutesMain.LEASE)
        .withBudget(
            budget.isLimited()
                ? new RequestBudget(budget.requests(), budget.window())
                : RequestBudget.NONE)
        .withAccounts(tenants::missing);
  }
}
