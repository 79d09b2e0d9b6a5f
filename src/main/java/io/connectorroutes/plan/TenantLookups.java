package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
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

  /** The tenant as it is, as far as these operations need to know. */
  SimulatedTenant lookUp(GraphTenant tenant, Set<Operation> operations)
      throws AwayException, InterruptedException {
    SimulatedTenant seen = new SimulatedTenant(now);
    boolean deletes =
        operations.stream()
            .anyMatch(
                operation -> operation.isDelete() && operation.kind() == ObjectKind.API_CONNECTOR);
    if (refersTo(ObjectKind.API_CONNECTOR, operations)) {
      objects(tenant, ObjectKind.API_CONNECTOR, seen);
    }
    if (refersTo(ObjectKind.CONNECTOR_GROUP, operations)) {
      objects(tenant, ObjectKind.CONNECTOR_GROUP, seen);
    }
    if (isOf(ObjectKind.CONNECTOR, operations)) {
      objects(tenant, ObjectKind.CONNECTOR, seen);
    }
    if (deletes || isOf(ObjectKind.USER_FLOW_STEP, operations)) {
      userFlows(tenant, seen, deletes);
    }
    return seen;
  }

  private static boolean refersTo(ObjectKind kind, Set<Operation> operations) {
    return operations.stream().anyMatch(operation -> operation.referredKind() == kind);
  }

  private static boolean isOf(ObjectKind kind, Set<Operation> operations) {
    return operations.stream().anyMatch(operation -> operation.kind() == kind);
  }

  /** Reads a list of objects. */
  void objects(GraphTenant tenant, ObjectKind kind, SimulatedTenant seen)
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
                  objects.add(TenantObject.shown(json.path("id").textValue(), json));
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
  void userFlows(GraphTenant tenant, SimulatedTenant seen, boolean withSteps)
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
