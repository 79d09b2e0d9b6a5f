package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.TenantPauses.Resumed;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenant resume}: a tenant goes on, and what needed a permission that rested as well. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Lets a tenant go on that was paused, and what rests in it since Graph refused it"
            + " graph.pause-after times in a row.")
final class TenantResumeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private TenantAlias alias;

  TenantResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Configuration configuration = session.configuration();
    GraphTenant tenant = alias.tenant(configuration);
    try (Ledger ledger = session.existingLedger(configuration)) {
      Resumed resumed = ledger.pauses().resume(tenant);
      if (session.json()) {
        session.out().println(json(tenant, resumed));
      } else {
        print(tenant, resumed, session.out());
      }
    }
    session.out().flush();
    return ExitStatus.OK;
  }

  private static String json(GraphTenant tenant, Resumed resumed) {
    ObjectNode document =
        Json.NODES
            .objectNode()
            .put("tenant", tenant.name())
            .put("paused", false)
            .put("pausedSince", Json.time(resumed.pausedSince()));
    ArrayNode rested = document.putArray("rested");
    resumed.rested().forEach(permission -> rested.add(permission.graphName()));
    return Json.print(document);
  }

  private static void print(GraphTenant tenant, Resumed resumed, PrintWriter out) {
    if (resumed.pausedSince() == null && resumed.rested().isEmpty()) {
      out.println("Tenant " + tenant.name() + " was not paused, and nothing of it rested.");
      return;
    }
    out.println("Tenant " + tenant.name() + " goes on.");
    for (Permission permission : resumed.rested()) {
      out.println(
          "What needs " + permission.text() + " goes on as well, if the app has the permission");
      out.println("  " + permission.graphName());
    }
  }
}
