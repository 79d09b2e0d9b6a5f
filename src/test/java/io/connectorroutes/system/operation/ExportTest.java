package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What {@code export} writes makes another tenant so, once its secrets are filled in. */
class ExportTest {
  private static final String PASSWORD = "canary-5b1f-export";

  /** A tenant with something of each kind. */
  private static final String ROWS =
      """
      {"changeId":"e1","operation":"connectorGroup.create","properties":{"name":"Filialen Süd","region":"eur"}}
      {"changeId":"e2","operation":"connector.moveToGroup","target":{"id":"7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a"},"properties":{"connectorGroup":{"name":"Filialen Süd"}}}
      {"changeId":"e3","operation":"apiConnector.create","properties":{"displayName":"Age, \\"checked\\"","targetUrl":"https://x.example/age","authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication","username":"u","password":"canary-5b1f-export"}}}
      {"changeId":"e4","operation":"apiConnector.create","properties":{"displayName":"Keyed","targetUrl":"https://x.example/keyed?code=canary-5b1f-export","authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication","username":"k","password":"canary-5b1f-export"}}}
      {"changeId":"e5","operation":"userFlow.enableApiConnector","target":{"userFlowId":"B2X_1_signup","step":"postFederationSignup"},"properties":{"apiConnector":{"displayName":"Keyed"}}}
      {"changeId":"e6","operation":"userFlow.enableApiConnector","target":{"userFlowId":"B2C_1_signin","step":"postAttributeCollection","userFlowType":"b2c"},"properties":{"apiConnector":{"displayName":"Age, \\"checked\\""}}}
      """;

  @TempDir Path folder;
  private String out;
  private String err;

  private int execute(TestSystem system, String... command) {
    Executed executed = ProductCommands.execute(system, command);
    out = executed.out();
    err = executed.err();
    return executed.status();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  /** As the one who takes a tenant over does it. */
  private static String completed(String rows) {
    return rows.lines()
            .map(Json::object)
            .map(ExportTest::completed)
            .map(ObjectNode::toString)
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static ObjectNode completed(ObjectNode row) {
    if (row.path("operation").asText().equals("apiConnector.upsert")) {
      ObjectNode properties = (ObjectNode) row.get("properties");
      ((ObjectNode) properties.get("authenticationConfiguration")).put("password", PASSWORD);
      if (!properties.has("targetUrl")) {
        properties.put("targetUrl", "https://x.example/keyed?code=" + PASSWORD);
      }
    }
    return row;
  }

  /** What a tenant holds, but for ids that it gave. */
  private static String state(TestSystem system) {
    String state = system.sandbox().state("default").toString();
    for (var kind : List.of("apiConnectors", "connectorGroups")) {
      for (var object : system.sandbox().state("default").path(kind)) {
        String name = object.path(object.has("name") ? "name" : "displayName").asText();
        state = state.replace(object.path("id").asText(), "id of " + name.replace('"', '\''));
      }
    }
    return state;
  }

  @Test
  void whatATenantHoldsMakesAnotherOneSo() throws Exception {
    try (TestSystem one = TestSystem.in(folder.resolve("one"))) {
      // Of its groups the other one has none but the default one and that of the sandbox.
      assertThat(execute(one, "import", file("rows.jsonl", ROWS))).as(err).isZero();

      assertThat(execute(one, "export")).as(err).isZero();
      assertThat(err).isEmpty();
      assertThat(out)
          .doesNotContain(PASSWORD)
          .contains(
              "{\"operation\":\"connectorGroup.create\",\"properties\":{\"name\":\"Filialen"
                  + " Süd\",\"region\":\"eur\"}}\n")
          .contains("\"apiConnector\":{\"displayName\":\"Keyed\"}");
      assertThat(out.lines()).hasSize(7);
      String rows = out;

      assertThat(execute(one, "plan", "--json", file("incomplete.jsonl", rows))).isEqualTo(1);
      assertThat(out).contains("properties.authenticationConfiguration.password", "targetUrl");

      String others =
          completed(rows)
              .lines()
              .filter(row -> !row.contains("Branch offices"))
              .collect(Collectors.joining("\n"));
      try (TestSystem other = TestSystem.in(folder.resolve("other"))) {
        assertThat(execute(other, "import", file("complete.jsonl", others))).as(err).isZero();
        assertThat(state(other)).isEqualTo(state(one));
      }

      // In the tenant itself groups would be made once more, and nothing else is altered.
      String before = state(one);
      String again =
          others.lines().filter(row -> !row.contains(".create")).collect(Collectors.joining("\n"));
      assertThat(execute(one, "import", file("again.jsonl", again))).as(err).isZero();
      assertThat(state(one)).isEqualTo(before);
    }
  }

  @Test
  void eachFormatIsOneThatCanBeDropped() throws Exception {
    try (TestSystem one = TestSystem.in(folder.resolve("one"))) {
      execute(one, "import", file("rows.jsonl", ROWS));
      for (String format : List.of("json", "jsonl", "csv")) {
        assertThat(execute(one, "export", "--format", format)).as(err).isZero();
        assertThat(out).doesNotContain(PASSWORD).contains("Filialen Süd");
        assertThat(execute(one, "plan", "--json", file("again." + format, out))).isEqualTo(1);
        assertThat(Json.object(out).path("changes")).hasSize(7);
        assertThat(Json.object(out).at("/counts/cannotWork").asInt()).as(format).isEqualTo(2);
      }
      assertThat(execute(one, "export", "--json")).isZero();
      assertThat(out).startsWith("[");
      assertThat(execute(one, "export", "--json", "--format", "csv")).isEqualTo(2);
      assertThat(Json.object(out).at("/error/message").asText()).contains("exclude each other");
      assertThat(execute(one, "export", "--tenant", "nosuch")).isEqualTo(2);
      assertThat(err).contains("tenant nosuch is not configured");
    }
  }

  @Test
  void aNameWithCharactersThatNobodySeesIsTheSameAgain() throws Exception {
    String name = "A\u200Dge\u00ADd";
    String rows =
        Json.object(ROWS.lines().skip(2).findFirst().orElseThrow())
            .toString()
            .replace("Age, \\\"checked\\\"", name);
    try (TestSystem one = TestSystem.in(folder.resolve("one"))) {
      assertThat(execute(one, "import", file("rows.jsonl", rows))).as(err).isZero();
      assertThat(state(one)).contains(name);
      assertThat(execute(one, "export", "--format", "csv")).as(err).isZero();
      String line = out.lines().filter(row -> row.contains(name)).findFirst().orElseThrow();
      String header = out.lines().findFirst().orElseThrow();
      String again = header + "\n" + line.replaceFirst(",u,,", ",u," + PASSWORD + ",") + "\n";
      try (TestSystem other = TestSystem.in(folder.resolve("other"))) {
        assertThat(execute(other, "import", file("again.csv", again))).as(err).isZero();
        assertThat(state(other)).isEqualTo(state(one));
      }
    }
  }

  @Test
  void whatGraphDoesNotShowIsNamedAndLeftOut() throws Exception {
    ((Logger) LoggerFactory.getLogger("org.apache.camel.main")).setLevel(Level.INFO);
    try (TestSystem one = TestSystem.in(folder.resolve("one"))) {
      one.sandbox()
          .addFaults(
              List.of(
                  Fault.on("GET", "/v1.0/identity/b2xUserFlows")
                      .error("Authorization_RequestDenied", "Insufficient privileges.")
                      .answer(403)));
      assertThat(execute(one, "export")).isEqualTo(1);
      assertThat(one.sandbox().faultsFired()).hasSize(1);
      assertThat(err).contains("warning: the user flows are left out", "IdentityUserFlow");
      assertThat(out).contains("Branch offices");
      assertThat(folder.resolve("one")).doesNotExist();
      // How Camel starts and ends is no matter of a command's.
      assertThat(LoggerFactory.getLogger("org.apache.camel.main").isInfoEnabled()).isFalse();
    }
  }
}
