package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.delivery.TenantReads;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.delivery.TenantReads.RefusedException;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphTenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at tenants for the changes that they are to get: one list for each kind of object that the
 * changes refer to, and one look at each user flow where an API connector is to be deleted.
 */
public final class TenantLookups {
  private static final String B2X = "b2x";

  private final TenantReads reads;
  private final GraphLists lists;
  private final Instant now;

  /**
   * Looks by these reads.
   *
   * @param now the time of the look
   */
  public TenantLookups(TenantReads reads, GraphLists lists, Instant now) {
    this.reads = reads;
    this.lists = lists;
    this.now = now;
  }

  /** The tenant as it is, as far as these rows need to know. */
  SimulatedTenant lookUp(GraphTenant tenant, TenantSurvey rows)
      throws AwayException, InterruptedException {
    SimulatedTenant seen = new SimulatedTenant(now);
    // First: what a step calls now is told by its name, whether rows name it or not.
    boolean deletes = rows.deletesApiConnectors();
    if (deletes || rows.changes(ObjectKind.USER_FLOW_STEP)) {
      userFlows(tenant, seen, deletes);
      seen.linkedIds().forEach(rows::give);
    }
    if (rows.refersTo(ObjectKind.API_CONNECTOR)) {
      objects(tenant, ObjectKind.API_CONNECTOR, rows, seen);
    }
    if (rows.refersTo(ObjectKind.CONNECTOR_GROUP)) {
      objects(tenant, ObjectKind.CONNECTOR_GROUP, rows, seen);
    }
    if (rows.changes(ObjectKind.CONNECTOR)) {
      objects(tenant, ObjectKind.CONNECTOR, rows, seen);
    }
    return seen;
  }

  /** Reads a list of objects; of each page those are kept that rows have to do with. */
  private void objects(GraphTenant tenant, ObjectKind kind, TenantSurvey rows, SimulatedTenant seen)
      throws AwayException, InterruptedException {
    GraphRequest first =
        kind == ObjectKind.CONNECTOR
            ? lists.connectors(tenant.account())
            : lists.firstPage(kind, tenant.account());
    List<TenantObject> objects = new ArrayList<>();
    try {
      int pages =
          reads.list(
              tenant,
              first,
              json -> {
                if (json.path("id").isTextual()) {
                  TenantObject object = TenantObject.shown(json.path("id").textValue(), json);
                  if (rows.isAbout(object.object())) {
                    objects.add(object);
                  }
                }
              });
      seen.read(kind, objects, pages);
    } catch (RefusedException e) {
      seen.unreadable(kind, e.getMessage());
    }
  }

  /**
   * Reads the lists of user flows.
   *
   * @param withSteps whether each is looked at
   */
  private void userFlows(GraphTenant tenant, SimulatedTenant seen, boolean withSteps)
      throws AwayException, InterruptedException {
    try {
      for (String type : List.of(B2X, Target.B2C)) {
        Set<String> ids = new LinkedHashSet<>();
        reads.list(
            tenant,
            lists.userFlows(type.equals(Target.B2C), tenant.account()),
            flow -> ids.add(flow.path("id").asText()));
        seen.userFlows(type, ids);
        for (String id : withSteps ? ids : Set.<String>of()) {
          steps(tenant, type, id, seen);
        }
      }
      if (withSteps) {
        seen.lookedAt();
      }
    } catch (RefusedException e) {
      seen.userFlowsUnreadable(e.getMessage());
    }
  }

  private void steps(GraphTenant tenant, String type, String id, SimulatedTenant seen)
      throws AwayException, RefusedException, InterruptedException {
    JsonNode steps = reads.get(tenant, lists.steps(type.equals(Target.B2C), id, tenant.account()));
    for (String step : Target.STEPS) {
      seen.link(type + "/" + id + "/" + step, steps.path(step).path("id").textValue());
    }
  }
}
