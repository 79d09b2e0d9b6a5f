package io.connectorroutes.camel.ledger;

import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.testing.SqliteSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A new ledger as a component, whose planner leaves everything that is due as it is. */
final class IdleLedger implements AutoCloseable {
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final Ledger ledger;
  private final Ledger shown;
  private final CamelContext context = new DefaultCamelContext();

  IdleLedger(Path folder, Clock clock) {
    this(folder, clock, UnaryOperator.identity());
  }

  /** The same, with something around the ledger. */
  IdleLedger(Path folder, Clock clock, UnaryOperator<Ledger> around) {
    this.ledger = Ledgers.open(SqliteSettings.in(folder, LEASE), clock);
    this.shown = around.apply(ledger);
    context.addComponent(
        "ledger",
        new LedgerComponent(
            shown,
            (due, view) -> new TenantPlan<>(List.of(), null, List.of()),
            "run:1",
            LEASE,
            new ConfiguredTenants(List.of())));
    context.start();
  }

  Ledger ledger() {
    return ledger;
  }

  LedgerEndpoint due() {
    return endpoint("ledger:due");
  }

  LedgerEndpoint endpoint(String uri) {
    return context.getEndpoint(uri, LedgerEndpoint.class);
  }

  /** Stops Camel; the ledger stays open. */
  void stop() {
    context.stop();
  }

  @Override
  public void close() {
    context.stop();
    ledger.close();
  }
}
