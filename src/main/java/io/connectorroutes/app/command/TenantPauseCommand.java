package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.TenantPauses.Paused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenant pause}: nothing of a tenant is sent until it is resumed. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Lets nothing of a tenant be sent until tenant resume, over restarts as well. What is under"
            + " way is finished; changes are still taken in.")
final class TenantPauseCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private TenantAlias alias;

  TenantPauseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Configuration configuration = session.configuration();
    GraphTenant tenant = alias.tenant(configuration);
    try (Ledger ledger = session.existingLedger(configuration)) {
      Optional<Instant> before = ledger.pauses().pause(tenant);
      print(paused(ledger, tenant), before.isPresent());
    }
    return ExitStatus.OK;
  }

  /** As it is noted; now, where somebody has resumed it meanwhile. */
  private static Paused paused(Ledger ledger, GraphTenant tenant) {
    return ledger.pauses().paused().stream()
        .filter(paused -> paused.account().equals(tenant.account()))
        .findFirst()
        .orElseGet(
            () ->
                new Paused(
                    tenant.account(),
                    tenant.alias(),
                    ledger.clock().instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  private void print(Paused paused, boolean isOld) {
    String name = GraphTenant.nameOf(paused.alias());
    if (session.json()) {
      session
          .out()
          .println(
              Json.print(
                  Json.NODES
                      .objectNode()
                      .put("tenant", name)
                      .put("paused", true)
                      .put("since", Json.time(paused.since()))));
    } else {
      session
          .out()
          .println(
              "Tenant "
                  + name
                  + (isOld
                      ? " is paused already, since " + TextTable.cell(paused.since()) + "."
                      : " is paused: nothing more of it is sent."));
      session.out().println("To go on: " + paused.remedy());
    }
    session.out().flush();
  }
}
