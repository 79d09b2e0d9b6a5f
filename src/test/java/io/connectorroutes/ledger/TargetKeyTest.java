package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.ledger.order.TargetKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetKeyTest {
  private static ConnectorChange change(
      Operation operation, Target target, String field, String value) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    if (field != null) {
      properties.put(field, value);
    }
    return new ConnectorChange("c", operation, null, target, properties, null, null);
  }

  @Test
  void createUpsertAndUpdateByNameShareALine() {
    Target named = new Target(null, "Test API", null, null, null, null);
    String line = "apiConnector:name:Test API";
    assertThat(TargetKey.of(Samples.create("c", "Test API"))).isEqualTo(line);
    assertThat(TargetKey.of(change(Operation.API_CONNECTOR_UPSERT, named, null, null)))
        .isEqualTo(line);
    assertThat(
            TargetKey.of(change(Operation.API_CONNECTOR_UPDATE, named, "displayName", "New name")))
        .isEqualTo(line);
    assertThat(TargetKey.of(Samples.update("c", "1"))).isEqualTo("apiConnector:id:1");
  }

  @Test
  void stepsOfUserFlowsAreTargetsOfTheirOwn() {
    Target step = new Target(null, null, null, "B2X_1", "postFederationSignup", null);
    Target b2c = new Target(null, null, null, "B2X_1", "postFederationSignup", "b2c");
    Operation operation = Operation.USER_FLOW_DISABLE_API_CONNECTOR;
    assertThat(TargetKey.of(Samples.of(operation, "c", step)))
        .isEqualTo("userFlow:b2x:B2X_1:postFederationSignup");
    assertThat(TargetKey.of(Samples.of(operation, "c", b2c)))
        .isEqualTo("userFlow:b2c:B2X_1:postFederationSignup");
  }

  @Test
  void connectorsAndGroupsHaveLinesOfTheirOwn() {
    assertThat(TargetKey.of(Samples.of(Operation.CONNECTOR_UPDATE, "c", Target.ofId("1"))))
        .isEqualTo("connector:id:1");
    assertThat(TargetKey.of(Samples.of(Operation.CONNECTOR_GROUP_DELETE, "c", Target.ofId("1"))))
        .isEqualTo("connectorGroup:id:1");
    assertThat(TargetKey.of(change(Operation.CONNECTOR_GROUP_CREATE, Target.NONE, "name", "Group")))
        .isEqualTo("connectorGroup:name:Group");
  }

  @Test
  void givenNamesAreThoseOfCreateUpsertAndRename() {
    Operation update = Operation.API_CONNECTOR_UPDATE;
    Target named = new Target(null, "A", null, null, null, null);
    assertThat(given(Samples.create("c", "A"))).contains("A");
    assertThat(given(Samples.update("c", "1"))).isEmpty();
    assertThat(given(change(update, Target.ofId("1"), "displayName", "B"))).contains("B");
    assertThat(given(change(update, named, "displayName", "B"))).contains("B");
    assertThat(given(change(update, named, "displayName", "A"))).isEmpty();
    assertThat(given(change(Operation.API_CONNECTOR_UPSERT, named, "displayName", "A")))
        .contains("A");
    assertThat(given(change(Operation.CONNECTOR_GROUP_UPDATE, Target.ofId("1"), "name", "G")))
        .contains("G");
    assertThat(given(change(Operation.CONNECTOR_UPDATE, Target.ofId("1"), "name", "no name")))
        .isEmpty();
  }

  private static Optional<String> given(ConnectorChange change) {
    return TargetKey.given(change).map(TargetKey.Name::name);
  }

  @Test
  void longNamesStayApart() {
    String name = "x".repeat(3000);
    String first = TargetKey.of(Samples.create("c", name + "1"));
    assertThat(first).hasSizeLessThan(500).isNotEqualTo(TargetKey.of(Samples.create("c", name)));
  }
}
