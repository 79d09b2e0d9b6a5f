package io.connectorroutes.change.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.ledger.order.Footprint;
import io.connectorroutes.ledger.order.Known;
import io.connectorroutes.ledger.order.OrderFacts;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is known of an operation follows from its effect and its kind: the tests that walk all of
 * them name none, so that one that is added is walked as well.
 */
class OperationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # operation                          | effect | target          | refers to       | beta only | idempotent POST
          apiConnector.create                  | CREATE | API_CONNECTOR   | API_CONNECTOR   | false | false
          apiConnector.update                  | UPDATE | API_CONNECTOR   | API_CONNECTOR   | false | true
          apiConnector.upsert                  | UPSERT | API_CONNECTOR   | API_CONNECTOR   | false | false
          apiConnector.delete                  | DELETE | API_CONNECTOR   | API_CONNECTOR   | false | true
          apiConnector.uploadClientCertificate | APPEND | API_CONNECTOR   | API_CONNECTOR   | false | false
          userFlow.enableApiConnector          | LINK   | USER_FLOW_STEP  | API_CONNECTOR   | false | true
          userFlow.disableApiConnector         | UNLINK | USER_FLOW_STEP  | API_CONNECTOR   | false | true
          connector.update                     | UPDATE | CONNECTOR       | CONNECTOR       | true  | true
          connector.moveToGroup                | LINK   | CONNECTOR       | CONNECTOR_GROUP | true  | true
          connectorGroup.create                | CREATE | CONNECTOR_GROUP | CONNECTOR_GROUP | true  | false
          connectorGroup.update                | UPDATE | CONNECTOR_GROUP | CONNECTOR_GROUP | true  | true
          connectorGroup.delete                | DELETE | CONNECTOR_GROUP | CONNECTOR_GROUP | true  | true
          """)
  void isAnEffectOnAKind(
      String name,
      Effect effect,
      ObjectKind kind,
      ObjectKind referred,
      boolean betaOnly,
      boolean idempotent) {
    Operation operation = Operation.of(name).orElseThrow();
    assertThat(operation.effect()).isEqualTo(effect);
    assertThat(operation.kind()).isEqualTo(kind);
    assertThat(operation.referredKind()).isEqualTo(referred);
    assertThat(operation.isBetaOnly(Target.NONE)).isEqualTo(betaOnly);
    assertThat(operation.isIdempotent("POST")).isEqualTo(idempotent);
    assertThat(operation.isIdempotent("PATCH")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "b2x, postFederationSignup, false",
    "b2c, postFederationSignup, true",
    "b2x, preTokenIssuance, true"
  })
  void someStepsAndFlowsExistInBetaAlone(String type, String step, boolean betaOnly) {
    Target target = new Target(null, null, null, "F", step, type);
    for (Operation operation : Operation.values()) {
      if (operation.kind() == ObjectKind.USER_FLOW_STEP) {
        assertThat(operation.isBetaOnly(target)).as(operation.wireName()).isEqualTo(betaOnly);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasANameOfItsOwnThatBeginsWithItsKind(Operation operation) {
    assertThat(operation.wireName()).startsWith(operation.kind().wireName() + ".");
    assertThat(Operation.of(operation.wireName())).contains(operation);
    assertThat(Arrays.stream(Operation.values()).map(Operation::wireName).distinct())
        .hasSameSizeAs(Operation.values());
  }

  /** With an object that is addressed by its id, and with one that is by its name. */
  @ParameterizedTest
  @EnumSource
  void walksFromItsMessageToItsKeysAndItsRequest(Operation operation) {
    for (boolean byName : new boolean[] {false, true}) {
      ConnectorChange change = change(operation, byName);
      boolean isAddressed =
          EnumSet.complementOf(EnumSet.of(Effect.CREATE, Effect.UNLINK))
              .contains(operation.effect());

      assertThat(change.reference().isPresent()).isEqualTo(isAddressed);
      change.reference().ifPresent(o -> assertThat(o.kind()).isEqualTo(operation.referredKind()));
      assertThat(change.givenName().isPresent()).isEqualTo(mayGive(operation));

      Footprint keys = Footprint.of(OrderFacts.of(change), Known.NOTHING);
      assertThat(keys.holds()).isNotEmpty();
      assertThat(keys.holds()).anyMatch(hold -> keys.awaits().contains(hold.key()));
      assertThat(keys.holds().stream().anyMatch(hold -> hold.gives()))
          .isEqualTo(mayGive(operation));

      GraphRequest request = requests().of(change, "account", isAddressed ? "found" : null);
      assertThat(request.path()).startsWith(isBeta(operation) ? "/beta/" : "/v1.0/");
      assertThat(request.body() == null).isEqualTo(operation.isDelete());
      assertThat(request.method())
          .isIn(
              switch (operation.effect()) {
                case CREATE, APPEND -> List.of("POST");
                case UPDATE, UPSERT -> List.of("PATCH");
                case DELETE -> List.of("DELETE");
                case LINK, UNLINK -> List.of("PUT", "POST");
              });
    }
  }

  private static boolean mayGive(Operation operation) {
    return operation.kind().nameField().isPresent()
        && EnumSet.of(Effect.CREATE, Effect.UPDATE, Effect.UPSERT).contains(operation.effect());
  }

  private static boolean isBeta(Operation operation) {
    return operation.isBetaOnly(Target.NONE);
  }

  private static GraphRequests requests() {
    return new GraphRequests(
        new GraphSettings(Cloud.of("global"), GraphSettings.V1, "/connectors"));
  }

  /** Gives a new name wherever it gives one; what the operation does not read is there as well. */
  private static ConnectorChange change(Operation operation, boolean byName) {
    ObjectKind referred = operation.referredKind();
    ObjectNode properties = JSON.createObjectNode();
    properties.put("displayName", "New").put("name", "New");
    properties
        .putObject(referred.wireName())
        .put(byName ? referred.nameField().orElse("id") : "id", "There");
    boolean targetByName = byName && operation.kind().nameField().isPresent();
    boolean isUpsert = operation.effect() == Effect.UPSERT;
    String name = targetByName ? "Old" : null;
    return new ConnectorChange(
        "c-1",
        operation,
        null,
        isUpsert
            ? new Target(null, "New", "New", null, null, null)
            : new Target(targetByName ? null : "T", name, name, "F", "postFederationSignup", null),
        properties,
        null,
        null);
  }
}
