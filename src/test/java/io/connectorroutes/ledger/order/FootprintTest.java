package io.connectorroutes.ledger.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.text.BoundedName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each change holds and awaits. A is the API connector, G the connector group of the rows; x1
 * and x2 are known objects called "Two"; nothing is known of others.
 */
class FootprintTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of both kinds: x is called "X"; x1 and x2 are called "Two". */
  private static final Map<String, String> NAME_BY_ID = Map.of("x", "X", "x1", "Two", "x2", "Two");

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # operation                | target      | properties      | holds (+ gives it)                 | awaits
          # addresses X by id, whose name is known, and is not
          apiConnector.update        | id=x        | targetUrl=u     | A/id/x                             | A/id/x A/name/X!
          apiConnector.update        | id=y        | targetUrl=u     | A/id/y                             | A/id/y A/named
          apiConnector.uploadClientCertificate | id=x |              | A/id/x                             | A/id/x A/name/X!
          connectorGroup.update      | id=x        | region=r        | G/id/x                             | G/id/x G/name/X!
          connector.update           | id=y        | status=active   | C/id/y                             | C/id/y C/named

          # addresses its target by name N, which nobody, one and two are known to have
          apiConnector.update        | name=N      | targetUrl=u     | A/name/N! A/named                  | A/name/N!
          apiConnector.update        | name=X      | targetUrl=u     | A/name/X! A/named                  | A/name/X! A/id/x
          apiConnector.uploadClientCertificate | name=Two |          | A/name/Two! A/named                | A/name/Two! A/id/x1 A/id/x2
          connectorGroup.update      | name=Two    | region=r        | G/name/Two! G/named                | G/name/Two! G/id/x1 G/id/x2

          # creates N
          apiConnector.create        |             | displayName=N   | +A/name/N! A/named                 | A/name/N! A/name/N?
          apiConnector.create        |             | displayName=X   | +A/name/X! A/named                 | A/name/X! A/name/X? A/id/x
          apiConnector.upsert        | name=Two    | displayName=Two | +A/name/Two! A/named               | A/name/Two! A/name/Two? A/id/x1 A/id/x2
          connectorGroup.create      |             | name=N          | +G/name/N! G/named                 | G/name/N! G/name/N?

          # renames to N, away from its old name O, which is known, and is not
          apiConnector.update        | name=O      | displayName=N   | A/name/O! +A/name/N! A/named       | A/name/O! A/name/N! A/name/N? A/name/O?
          apiConnector.update        | name=X      | displayName=Two | A/name/X! +A/name/Two! A/named     | A/name/X! A/id/x A/name/Two! A/name/Two? A/name/X?
          apiConnector.update        | id=x        | displayName=N   | A/id/x +A/name/N!                  | A/id/x A/name/X! A/name/N! A/name/N? A/name/X?
          apiConnector.update        | id=y        | displayName=N   | A/id/y +A/name/N!                  | A/id/y A/named A/name/N! A/name/N? A/links
          apiConnector.update        | id=x        | displayName=X   | A/id/x +A/name/X!                  | A/id/x A/name/X! A/name/X?
          connectorGroup.update      | id=y        | name=N          | G/id/y +G/name/N!                  | G/id/y G/named G/name/N! G/name/N? G/links
          # an update by name that repeats its name is no rename
          apiConnector.update        | name=N      | displayName=N   | A/name/N! A/named                  | A/name/N!

          # deletes
          apiConnector.delete        | id=x        |                 | A/id/x A/deletes                   | A/id/x A/name/X! A/links
          apiConnector.delete        | id=y        |                 | A/id/y A/deletes                   | A/id/y A/named A/links
          apiConnector.delete        | name=X      |                 | A/name/X! A/named A/deletes        | A/name/X! A/id/x A/links
          connectorGroup.delete      | name=N      |                 | G/name/N! G/named G/deletes        | G/name/N! G/links

          # links X by id into flow F, step S
          userFlow.enableApiConnector | flow=F      | id=x           | flow/b2x/F/S A/links               | flow/b2x/F/S A/deletes
          connector.moveToGroup       | id=c        | id=x           | C/id/c G/links                     | C/id/c G/deletes
          # links N by name
          userFlow.enableApiConnector | flow=F      | name=N         | flow/b2x/F/S A/links A/name/N?     | flow/b2x/F/S A/deletes A/name/N!
          userFlow.enableApiConnector | flow=F      | name=Two       | flow/b2x/F/S A/links A/name/Two?   | flow/b2x/F/S A/deletes A/name/Two! A/id/x1 A/id/x2
          connector.moveToGroup       | id=c        | name=X         | C/id/c G/links G/name/X?           | C/id/c G/deletes G/name/X! G/id/x
          # unlinks
          userFlow.disableApiConnector | b2cflow=F  |                | flow/b2c/F/S A/links               | flow/b2c/F/S A/deletes
          """)
  void holdsAndAwaitsAsTheTableSays(
      String operation, String target, String properties, String holds, String awaits) {
    Footprint keys = footprint(facts(operation, target, properties));

    assertThat(keys.holds())
        .extracting(hold -> (hold.gives() ? "+" : "") + hold.key())
        .containsExactlyInAnyOrderElementsOf(spelt(holds));
    assertThat(keys.awaits()).containsExactlyInAnyOrderElementsOf(spelt(awaits));
  }

  @Test
  void whatIsHeldDoesNotDependOnWhatIsKnown() {
    for (String target : List.of("id=x", "name=X")) {
      OrderFacts rename = facts("apiConnector.update", target, "displayName=N");
      assertThat(footprint(rename).holds()).isEqualTo(Footprint.of(rename, Known.NOTHING).holds());
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          apiConnector.update                  | name=N | targetUrl=u   | true
          apiConnector.update                  | name=N | displayName=N | true
          apiConnector.uploadClientCertificate | name=N |               | true
          userFlow.enableApiConnector          | flow=F | name=N        | true
          connector.moveToGroup                | id=c   | name=N        | true
          apiConnector.update                  | name=N | displayName=M | false
          apiConnector.update                  | id=x   | targetUrl=u   | false
          apiConnector.upsert                  | name=N | displayName=N | false
          apiConnector.create                  |        | displayName=N | false
          apiConnector.delete                  | name=N |               | false
          userFlow.enableApiConnector          | flow=F | id=x          | false
          userFlow.disableApiConnector         | flow=F |               | false
          """)
  void onlyWhatUsesANameAndNeitherGivesNorTakesOneMayMove(
      String operation, String target, String properties, boolean may) {
    assertThat(facts(operation, target, properties).mayMove()).isEqualTo(may);
  }

  @Test
  void longNamesAndIdsAreCutAndHashedSoThatKeysCanBeIndexed() {
    String longest = "n".repeat(400);

    assertThat(BoundedName.of(longest)).isEqualTo(longest);
    assertThat(BoundedName.of(longest + "1"))
        .hasSize(400 + 1 + 64)
        .startsWith(longest + "#")
        .isNotEqualTo(BoundedName.of(longest + "2"));
    assertThat(BoundedName.of("n".repeat(399) + "\uD83D\uDE00")).startsWith("n".repeat(399) + "#");
    OrderFacts create = facts("apiConnector.create", null, "displayName=" + longest + "1");
    OrderFacts link = facts("userFlow.enableApiConnector", "flow=F", "name=" + longest + "1");
    assertThat(footprint(link).awaits()).contains(footprint(create).holds().get(0).key());
  }

  @Test
  void everyOperationAwaitsWhatAnEqualEarlierOneHolds() {
    for (Operation operation : Operation.values()) {
      OrderFacts facts =
          OrderFacts.of(change(operation, new Target("i", null, null, "F", "S", null), "name=N"));
      Footprint keys = footprint(facts);
      assertThat(keys.holds())
          .extracting(Hold::key)
          .as(operation.wireName())
          .anyMatch(keys.awaits()::contains);
    }
  }

  private static OrderFacts facts(String operation, String target, String properties) {
    Operation known = Operation.of(operation).orElseThrow();
    return OrderFacts.of(change(known, target(known, target), properties));
  }

  private static ConnectorChange change(Operation operation, Target target, String properties) {
    return new ConnectorChange(
        "c-1", operation, null, target, properties(operation, properties), null, null);
  }

  private static Target target(Operation operation, String target) {
    if (target == null) {
      return Target.NONE;
    }
    String value = target.substring(target.indexOf('=') + 1);
    boolean isGroup = operation.kind() == ObjectKind.CONNECTOR_GROUP;
    return switch (target.substring(0, target.indexOf('='))) {
      case "id" -> Target.ofId(value);
      case "name" ->
          new Target(null, isGroup ? null : value, isGroup ? value : null, null, null, null);
      case "flow" -> new Target(null, null, null, value, "S", null);
      default -> new Target(null, null, null, value, "S", "b2c");
    };
  }

  /** {@code name=N} and {@code id=x} are those of the object that a link refers to. */
  private static ObjectNode properties(Operation operation, String properties) {
    ObjectNode object = JSON.createObjectNode();
    if (properties == null) {
      return object;
    }
    String field = properties.substring(0, properties.indexOf('='));
    String value = properties.substring(properties.indexOf('=') + 1);
    return switch (operation) {
      case USER_FLOW_ENABLE_API_CONNECTOR ->
          object.set(
              "apiConnector",
              JSON.createObjectNode().put(field.equals("id") ? "id" : "displayName", value));
      case CONNECTOR_MOVE_TO_GROUP ->
          object.set("connectorGroup", JSON.createObjectNode().put(field, value));
      default -> object.put(field, value);
    };
  }

  private static List<String> spelt(String keys) {
    return Arrays.stream(keys.split(" "))
        .map(key -> key.replaceFirst("^(\\+?)A/", "$1apiConnector/"))
        .map(key -> key.replaceFirst("^(\\+?)G/", "$1connectorGroup/"))
        .map(key -> key.replaceFirst("^C/", "connector/"))
        .toList();
  }

  /** With a directory that knows the same of every kind but connectors. */
  private static Footprint footprint(OrderFacts facts) {
    if (facts.kind() == ObjectKind.CONNECTOR) {
      return Footprint.of(facts, Known.NOTHING);
    }
    String name = facts.name() == null ? facts.givenName() : facts.name();
    Set<String> ids =
        NAME_BY_ID.keySet().stream()
            .filter(id -> NAME_BY_ID.get(id).equals(name))
            .collect(Collectors.toSet());
    return Footprint.of(
        facts, new Known(facts.id() == null ? null : NAME_BY_ID.get(facts.id()), ids));
  }
}
