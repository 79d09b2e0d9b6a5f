package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.TargetUrl;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.delivery.TenantReads;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.delivery.TenantReads.RefusedException;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.ListedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes what a tenant holds as changes that would make it so, without secrets: what one stands in
 * is left out, so that such a row is refused until it is completed.
 */
public final class TenantExport {
  private static final String ID = "id";
  private static final String PROPERTIES = "properties";
  private static final String TARGET = "target";

  private final TenantReads reads;
  private final GraphLists lists;
  private final GraphTenant tenant;
  private final Consumer<ObjectNode> rows;
  private final Consumer<String> leftOut;

  /** By kind; how many objects have a name. */
  private final Map<ObjectKind, Map<String, Integer>> names = new HashMap<>();

  /**
   * Exports a tenant.
   *
   * @param rows takes each row, in the shape of a message
   * @param leftOut takes, in a line each, what cannot be read or told apart
   */
  public TenantExport(
      TenantReads reads,
      GraphLists lists,
      GraphTenant tenant,
      Consumer<ObjectNode> rows,
      Consumer<String> leftOut) {
    this.reads = reads;
    this.lists = lists;
    this.tenant = tenant;
    this.rows = rows;
    this.leftOut = leftOut;
  }

  /** One part of it; what Graph refuses to show is left out, and the others go on. */
  private interface Part {
    void write() throws AwayException, RefusedException, InterruptedException;
  }

  /**
   * Writes all of it: groups, API connectors, which group each App Proxy connector is in, and what
   * the steps of user flows call.
   *
   * @throws AwayException where nothing of the tenant can be read
   */
  public void write() throws AwayException, InterruptedException {
    part("connector groups", this::groups);
    part("API connectors", this::apiConnectors);
    part("groups of connectors", this::connectors);
    part("user flows", () -> userFlows(false));
    part("user flows of Azure AD B2C", () -> userFlows(true));
  }

  private void part(String what, Part part) throws AwayException, InterruptedException {
    try {
      part.write();
    } catch (RefusedException e) {
      leftOut.accept("the " + what + " are left out, or some of them: " + e.getMessage());
    }
  }

  private void groups() throws AwayException, RefusedException, InterruptedException {
    for (JsonNode group :
        named(
            ObjectKind.CONNECTOR_GROUP,
            "name",
            list(lists.firstPage(ObjectKind.CONNECTOR_GROUP, tenant.account())))) {
      // Each tenant has one from its beginning.
      if (!group.path("isDefault").asBoolean()) {
        ObjectNode row = row(Effect.CREATE, ObjectKind.CONNECTOR_GROUP);
        ObjectNode properties = row.putObject(PROPERTIES);
        put(properties, group, "name");
        put(properties, group, "region");
        rows.accept(row);
      }
    }
  }

  private void apiConnectors() throws AwayException, RefusedException, InterruptedException {
    for (JsonNode connector :
        named(
            ObjectKind.API_CONNECTOR,
            "displayName",
            list(lists.firstPage(ObjectKind.API_CONNECTOR, tenant.account())))) {
      ObjectNode row = row(Effect.UPSERT, ObjectKind.API_CONNECTOR);
      put(row.putObject(TARGET), connector, "displayName");
      ObjectNode properties = row.putObject(PROPERTIES);
      put(properties, connector, "displayName");
      if (!TargetUrl.holdsSecret(connector.path("targetUrl").asText())) {
        put(properties, connector, "targetUrl");
      }
      authentication(connector, properties.putObject("authenticationConfiguration"));
      rows.accept(row);
    }
  }

  private static void authentication(JsonNode connector, ObjectNode to) {
    ListedObject listed = ListedObject.of(connector.path(ID).asText(), connector);
    switch (listed.authentication()) {
      case BASIC -> {
        to.put("@odata.type", "#microsoft.graph.basicAuthentication");
        put(to, connector.path("authenticationConfiguration"), "username");
      }
      case CERTIFICATE -> to.put("@odata.type", "#microsoft.graph.pkcs12Certificate");
      case UNKNOWN -> {
        // Whoever completes the row says how it is called.
      }
    }
  }

  private void connectors() throws AwayException, RefusedException, InterruptedException {
    for (JsonNode connector : list(lists.connectors(tenant.account()))) {
      String id = connector.path(ID).asText();
      for (JsonNode group : list(lists.groupsOf(id, tenant.account()))) {
        if (!group.path("isDefault").asBoolean()) {
          ObjectNode row = row(Effect.LINK, ObjectKind.CONNECTOR);
          row.putObject(TARGET).put(ID, id);
          refer(row.putObject(PROPERTIES), ObjectKind.CONNECTOR_GROUP, group);
          rows.accept(row);
        }
      }
    }
  }

  private void userFlows(boolean isB2c)
      throws AwayException, RefusedException, InterruptedException {
    for (JsonNode flow : list(lists.userFlows(isB2c, tenant.account()))) {
      String id = flow.path(ID).asText();
      JsonNode steps = reads.get(tenant, lists.steps(isB2c, id, tenant.account()));
      for (String step : Target.STEPS) {
        JsonNode connector = steps.path(step);
        if (connector.path(ID).isTextual()) {
          ObjectNode row = row(Effect.LINK, ObjectKind.USER_FLOW_STEP);
          ObjectNode target = row.putObject(TARGET).put("userFlowId", id).put("step", step);
          if (isB2c) {
            target.put("userFlowType", Target.B2C);
          }
          refer(row.putObject(PROPERTIES), ObjectKind.API_CONNECTOR, connector);
          rows.accept(row);
        }
      }
    }
  }

  /** By its name, which another tenant gives it as well; by its id where others have the name. */
  private void refer(ObjectNode properties, ObjectKind kind, JsonNode object) {
    String field = kind.nameField().orElseThrow();
    String name = object.path(field).textValue();
    ObjectNode reference = properties.putObject(kind.wireName());
    if (names.getOrDefault(kind, Map.of()).getOrDefault(name, 0) == 1) {
      reference.put(field, name);
    } else {
      put(reference, object, ID);
    }
  }

  private List<JsonNode> named(ObjectKind kind, String field, List<JsonNode> objects) {
    Map<String, Integer> counts = names.computeIfAbsent(kind, k -> new HashMap<>());
    objects.forEach(object -> counts.merge(object.path(field).asText(), 1, Integer::sum));
    counts.forEach(
        (name, count) -> {
          if (count > 1) {
            leftOut.accept(
                count
                    + " objects of kind "
                    + kind.text()
                    + " are named \""
                    + name
                    + "\": a change by that name fits each of them; rename all but one");
          }
        });
    return objects;
  }

  private List<JsonNode> list(GraphRequest firstPage)
      throws AwayException, RefusedException, InterruptedException {
    List<JsonNode> objects = new ArrayList<>();
    reads.list(tenant, firstPage, objects::add);
    return objects;
  }

  private ObjectNode row(Effect effect, ObjectKind kind) {
    Operation operation = Operation.of(effect, kind);
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("operation", operation.wireName());
    return tenant.alias() == null ? row : row.put("tenant", tenant.alias());
  }

  private static void put(ObjectNode to, JsonNode from, String field) {
    if (from.path(field).isTextual()) {
      to.put(field, from.path(field).textValue());
    }
  }
}
