package io.connectorroutes.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.SandboxSeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes random cases: the same seed makes the same case. */
final class Cases {
  private static final List<String> FLOWS = List.of("B2X_1_a", "B2X_1_b");

  static final SandboxSeed SEED =
      new SandboxSeed(
          FLOWS,
          List.of(),
          List.of("connector-1", "connector-2"),
          Map.of("group-1", "G0", "group-2", "G1"),
          Map.of("api-1", "N0", "api-2", "N1"));

  /** Before all others in a list: each that is deleted moves those to an earlier page. */
  private static final List<String> CROWD =
      IntStream.rangeClosed(10, 59).mapToObj(n -> "a-" + n).toList();

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<String> TENANTS = List.of("t0", "t1", "t2");
  private static final List<String> NAMES = List.of("N0", "N1", "N2", "N3");
  private static final List<String> IDS = List.of("api-1", "api-2", "api-3", "api-none");
  private static final List<String> GROUP_NAMES = List.of("G0", "G1", "G2");
  private static final List<String> GROUP_IDS = List.of("group-1", "group-2", "group-3");
  private static final String NO_FLOW = "B2X_1_none";

  /** Graph refuses it: what is to be told of later givers that fail. */
  private static final String NO_URL = "no URL";

  private static final int[] LOSING = {500, 502, 503, 504};

  /** Some are more likely than others: those that bear on each other. */
  private static final List<Operation> OPERATIONS =
      Arrays.stream(Operation.values())
          .flatMap(operation -> Stream.generate(() -> operation).limit(weight(operation)))
          .toList();

  private final RandomGenerator random;
  private final boolean isCrowded;
  private final List<Happening> happenings = new ArrayList<>();
  private int number;

  private Cases(long seed) {
    this.random = new SplittableRandom(seed);
    this.isCrowded = random.nextInt(3) == 0;
  }

  static List<Happening> of(long seed) {
    return new Cases(seed).make();
  }

  /**
   * What the tenants of the case hold at first: several objects may have one name, and in some
   * lists have many pages.
   */
  static SandboxSeed tenants(long seed) {
    Cases cases = new Cases(seed);
    RandomGenerator names = new SplittableRandom(~seed);
    Map<String, String> apiConnectors = new HashMap<>();
    IDS.stream()
        .limit(names.nextInt(IDS.size()))
        .forEach(id -> apiConnectors.put(id, NAMES.get(names.nextInt(NAMES.size()))));
    Map<String, String> groups = new HashMap<>();
    GROUP_IDS.stream()
        .limit(names.nextInt(GROUP_IDS.size()))
        .forEach(id -> groups.put(id, GROUP_NAMES.get(names.nextInt(GROUP_NAMES.size()))));
    if (cases.isCrowded) {
      CROWD.forEach(id -> apiConnectors.put(id, "of " + id));
    }
    return new SandboxSeed(
        SEED.b2xUserFlows(), SEED.b2cUserFlows(), SEED.connectors(), groups, apiConnectors);
  }

  /** Whether Graph refuses it for what it says, whenever it is sent. */
  static boolean isRefused(ConnectorChange change) {
    return NO_URL.equals(change.properties().path("targetUrl").textValue())
        || NO_FLOW.equals(change.target().userFlowId());
  }

  private List<Happening> make() {
    int tenants = 1 + random.nextInt(TENANTS.size());
    int changes =
        isCrowded || random.nextInt(10) == 0 ? 60 + random.nextInt(90) : 8 + random.nextInt(25);
    for (int i = 0; i < changes; i++) {
      String tenant = TENANTS.get(random.nextInt(tenants));
      if (random.nextInt(4) == 0) {
        happenings.add(new Happening.Planned(fault(tenant)));
      }
      send(tenant);
      disturb();
    }
    return happenings;
  }

  private void send(String tenant) {
    ConnectorChange change = change("c" + number++);
    happenings.add(new Happening.Sent(tenant, change));
    if (random.nextInt(12) == 0) {
      happenings.add(new Happening.Sent(tenant, change));
    }
  }

  private void disturb() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> happenings.add(new Happening.Work(1 + random.nextInt(8)));
      case 3 -> happenings.add(new Happening.Crash(random.nextBoolean()));
      case 4 -> happenings.add(new Happening.Pass(Duration.ofSeconds(random.nextInt(400))));
      case 5 -> happenings.add(new Happening.Freeze());
      case 6 -> happenings.add(new Happening.Replay(random.nextInt(10)));
      default -> {
        // The next change comes at once.
      }
    }
  }

  private Fault fault(String tenant) {
    var fault =
        Fault.on(null, null).tenant(tenant).skip(random.nextInt(4)).times(1 + random.nextInt(2));
    int losing = LOSING[random.nextInt(LOSING.length)];
    return switch (random.nextInt(7)) {
      case 0, 1 -> fault.headers(Map.of("Retry-After", "" + (1 + random.nextInt(400)))).answer(429);
      case 2 -> fault.answer(losing);
      case 3 -> fault.does(FaultAction.CUT);
      case 4 -> fault.does(FaultAction.APPLY_THEN_CUT);
      case 5 -> fault.headers(Map.of("Retry-After", "7")).applyThenAnswer(429);
      default -> fault.applyThenAnswer(losing);
    };
  }

  private ConnectorChange change(String id) {
    return isCrowded && random.nextBoolean() ? thinOut(id) : anything(id);
  }

  private ConnectorChange thinOut(String id) {
    return new ConnectorChange(
        id,
        Operation.API_CONNECTOR_DELETE,
        null,
        Target.ofId(any(CROWD)),
        JsonNodeFactory.instance.objectNode(),
        null,
        null);
  }

  private ConnectorChange anything(String id) {
    Operation operation = any(OPERATIONS);
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    Target target =
        switch (operation) {
          case API_CONNECTOR_CREATE -> {
            whole(properties, id, any(NAMES));
            yield Target.NONE;
          }
          case API_CONNECTOR_UPSERT -> {
            String name = any(NAMES);
            whole(properties, id, name);
            yield named(name);
          }
          case API_CONNECTOR_UPDATE -> {
            properties.put("targetUrl", url(id));
            if (random.nextInt(3) == 0) {
              properties.put("displayName", any(NAMES));
            }
            yield apiConnector();
          }
          case API_CONNECTOR_DELETE -> apiConnector();
          case API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE -> {
            properties
                .put("pkcs12Value", Base64.getEncoder().encodeToString(bytes("pfx-" + id)))
                .put("password", "p");
            yield apiConnector();
          }
          case USER_FLOW_ENABLE_API_CONNECTOR -> {
            ObjectNode connector = properties.putObject("apiConnector");
            if (random.nextBoolean()) {
              connector.put("id", any(IDS));
              yield step(true);
            }
            connector.put("displayName", any(NAMES));
            // Not one that is not there: a name is looked up again after each 404.
            yield step(false);
          }
          case USER_FLOW_DISABLE_API_CONNECTOR -> step(true);
          case CONNECTOR_UPDATE -> {
            properties.put("machineName", id + ".example.com");
            yield Target.ofId("connector-" + (1 + random.nextInt(2)));
          }
          case CONNECTOR_MOVE_TO_GROUP -> {
            ObjectNode group = properties.putObject("connectorGroup");
            if (random.nextBoolean()) {
              group.put("id", any(GROUP_IDS));
            } else {
              group.put("name", any(GROUP_NAMES));
            }
            yield Target.ofId("connector-" + (1 + random.nextInt(2)));
          }
          case CONNECTOR_GROUP_CREATE -> {
            properties.put("name", any(GROUP_NAMES));
            yield Target.NONE;
          }
          case CONNECTOR_GROUP_UPDATE -> {
            properties.put("name", any(GROUP_NAMES));
            yield group();
          }
          case CONNECTOR_GROUP_DELETE -> group();
        };
    return new ConnectorChange(id, operation, null, target, properties, revision(), notBefore());
  }

  private Long revision() {
    return random.nextInt(6) == 0 ? Long.valueOf(random.nextInt(20)) : null;
  }

  private Instant notBefore() {
    return random.nextInt(10) == 0 ? START.plusSeconds(random.nextInt(2_000)) : null;
  }

  private void whole(ObjectNode properties, String id, String name) {
    properties.put("displayName", name).put("targetUrl", url(id));
    properties
        .putObject("authenticationConfiguration")
        .put("@odata.type", "#microsoft.graph.basicAuthentication")
        .put("username", "u")
        .put("password", "p-" + id);
  }

  private static int weight(Operation operation) {
    return switch (operation.effect()) {
      case CREATE, UPSERT, DELETE -> 2;
      case UPDATE -> 4;
      case LINK -> 3;
      case UNLINK, APPEND -> 1;
    };
  }

  private String url(String id) {
    return random.nextInt(15) == 0 ? NO_URL : "https://" + id + ".example.com/";
  }

  private Target apiConnector() {
    return random.nextBoolean() ? Target.ofId(any(IDS)) : named(any(NAMES));
  }

  private static Target named(String name) {
    return new Target(null, name, null, null, null, null);
  }

  private Target group() {
    return random.nextBoolean()
        ? Target.ofId(any(GROUP_IDS))
        : new Target(null, null, any(GROUP_NAMES), null, null, null);
  }

  private Target step(boolean mayBeNone) {
    return new Target(
        null,
        null,
        null,
        mayBeNone && random.nextInt(15) == 0 ? NO_FLOW : any(FLOWS),
        "postFederationSignup",
        null);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
