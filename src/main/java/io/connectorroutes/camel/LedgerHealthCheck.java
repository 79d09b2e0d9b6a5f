package io.connectorroutes.camel;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.PrintableText;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Ready only while the ledger's database answers: nothing is taken in without it. */
public class LedgerHealthCheck extends AbstractHealthCheck {
  private final Ledger ledger;

  /** A check of that ledger. */
  public LedgerHealthCheck(Ledger ledger) {
    super("connector-routes", Bindings.PREFIX + "ledger");
    this.ledger = ledger;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    ledger
        .problem()
        .ifPresentOrElse(
            problem ->
                builder
                    .message(PrintableText.text(problem) + ": see ledger.url and ledger.key")
                    .down(),
            () -> builder.up());
  }
}
