package io.connectorroutes.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each operation of the contract, by id and by name, by each way. */
class EveryOperationTest {
  private static final String BASIC =
      "'authenticationConfiguration':{'@odata.type':'#microsoft.graph.basicAuthentication',"
          + "'username':'u','password':'p'}";

  private static final String PROXY = "/beta/onPremisesPublishingProfiles/applicationProxy";
  private static final String CONNECTOR = "7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a";

  /**
   * One change and the request that it leads to.
   *
   * @param body null for none; ROOT stands for the sandbox's address
   */
  private record Example(
      String operation,
      String target,
      String properties,
      String outcome,
      String method,
      String path,
      String body) {

    ObjectNode change(String id) {
      ObjectNode change = Json.object("{}");
      change.put("changeId", id).put("operation", operation);
      if (target != null) {
        change.set("target", Json.object(target));
      }
      if (properties != null) {
        change.set("properties", Json.object(properties));
      }
      return change;
    }
  }

  private static final List<Example> EXAMPLES =
      List.of(
          new Example(
              "apiConnector.create",
              null,
              "{'displayName':'New','targetUrl':'https://a.example/1'," + BASIC + "}",
              "applied",
              "POST",
              "/v1.0/identity/apiConnectors",
              "{'displayName':'New','targetUrl':'https://a.example/1'," + BASIC + "}"),
          new Example(
              "apiConnector.update",
              "{'id':'id-1'}",
              "{'targetUrl':'https://a.example/2'}",
              "applied",
              "PATCH",
              "/v1.0/identity/apiConnectors/id-1",
              "{'targetUrl':'https://a.example/2'}"),
          new Example(
              "apiConnector.update",
              "{'displayName':'One'}",
              "{'targetUrl':'https://a.example/3'}",
              "applied",
              "PATCH",
              "/v1.0/identity/apiConnectors/id-1",
              "{'targetUrl':'https://a.example/3'}"),
          new Example(
              "apiConnector.upsert",
              "{'displayName':'Upserted'}",
              "{'displayName':'Upserted','targetUrl':'https://a.example/4'," + BASIC + "}",
              "applied",
              "POST",
              "/v1.0/identity/apiConnectors",
              "{'displayName':'Upserted','targetUrl':'https://a.example/4'," + BASIC + "}"),
          new Example(
              "apiConnector.upsert",
              "{'displayName':'Two'}",
              "{'displayName':'Two','targetUrl':'https://a.example/5'," + BASIC + "}",
              "applied",
              "PATCH",
              "/v1.0/identity/apiConnectors/id-2",
              "{'displayName':'Two','targetUrl':'https://a.example/5'," + BASIC + "}"),
          new Example(
              "apiConnector.uploadClientCertificate",
              "{'id':'id-1'}",
              "{'pkcs12Value':'TUlJ','password':'s'}",
              "applied",
              "POST",
              "/v1.0/identity/apiConnectors/id-1/uploadClientCertificate",
              "{'pkcs12Value':'TUlJ','password':'s'}"),
          new Example(
              "apiConnector.uploadClientCertificate",
              "{'displayName':'Two'}",
              "{'pkcs12Value':'TUlK'}",
              "applied",
              "POST",
              "/v1.0/identity/apiConnectors/id-2/uploadClientCertificate",
              "{'pkcs12Value':'TUlK','password':''}"),
          new Example(
              "userFlow.enableApiConnector",
              "{'userFlowId':'B2X_1_signup','step':'postFederationSignup'}",
              "{'apiConnector':{'id':'id-1'}}",
              "applied",
              "PUT",
              "/v1.0/identity/b2xUserFlows/B2X_1_signup/apiConnectorConfiguration/postFederationSignup/$ref",
              "{'@odata.id':'ROOT/v1.0/identity/apiConnectors/id-1'}"),
          new Example(
              "userFlow.enableApiConnector",
              "{'userFlowId':'B2C_1_signin','step':'postAttributeCollection','userFlowType':'b2c'}",
              "{'apiConnector':{'displayName':'Two'}}",
              "applied",
              "PUT",
              "/beta/identity/b2cUserFlows/B2C_1_signin/apiConnectorConfiguration/postAttributeCollection/$ref",
              "{'@odata.id':'ROOT/beta/identity/apiConnectors/id-2'}"),
          new Example(
              "userFlow.enableApiConnector",
              "{'userFlowId':'B2X_1_signup','step':'preTokenIssuance','userFlowType':'b2x'}",
              "{'apiConnector':{'id':'id-1'}}",
              "applied",
              "PUT",
              "/beta/identity/b2xUserFlows/B2X_1_signup/apiConnectorConfiguration/preTokenIssuance/$ref",
              "{'@odata.id':'ROOT/beta/identity/apiConnectors/id-1'}"),
          new Example(
              "userFlow.disableApiConnector",
              "{'userFlowId':'B2X_1_signup','step':'postFederationSignup'}",
              null,
              "applied",
              "PUT",
              "/v1.0/identity/b2xUserFlows/B2X_1_signup/apiConnectorConfiguration/postFederationSignup/$ref",
              "{}"),
          new Example(
              "userFlow.disableApiConnector",
              "{'userFlowId':'B2C_1_signin','step':'postAttributeCollection','userFlowType':'b2c'}",
              null,
              "applied",
              "PUT",
              "/beta/identity/b2cUserFlows/B2C_1_signin/apiConnectorConfiguration/postAttributeCollection/$ref",
              "{}"),
          new Example(
              "apiConnector.delete",
              "{'id':'id-1'}",
              null,
              "applied",
              "DELETE",
              "/v1.0/identity/apiConnectors/id-1",
              null),
          new Example(
              "apiConnector.delete",
              "{'displayName':'Two'}",
              null,
              "applied",
              "DELETE",
              "/v1.0/identity/apiConnectors/id-2",
              null),
          new Example(
              "apiConnector.delete",
              "{'id':'nobody'}",
              null,
              "no-op",
              "DELETE",
              "/v1.0/identity/apiConnectors/nobody",
              null),
          new Example(
              "connector.update",
              "{'id':'" + CONNECTOR + "'}",
              "{'status':'inactive'}",
              "applied",
              "PATCH",
              "/beta/connectors/" + CONNECTOR,
              "{'@odata.type':'#microsoft.graph.connector','status':'inactive'}"),
          new Example(
              "connectorGroup.create",
              null,
              "{'name':'Berlin','region':'eur'}",
              "applied",
              "POST",
              PROXY + "/connectorGroups",
              "{'name':'Berlin','region':'eur'}"),
          new Example(
              "connectorGroup.update",
              "{'id':'group-1'}",
              "{'name':'Branches'}",
              "applied",
              "PATCH",
              PROXY + "/connectorGroups/group-1",
              "{'name':'Branches'}"),
          new Example(
              "connectorGroup.update",
              "{'name':'Second'}",
              "{'region':'nam'}",
              "applied",
              "PATCH",
              PROXY + "/connectorGroups/group-2",
              "{'region':'nam'}"),
          new Example(
              "connector.moveToGroup",
              "{'id':'" + CONNECTOR + "'}",
              "{'connectorGroup':{'id':'group-1'}}",
              "applied",
              "POST",
              PROXY + "/connectors/" + CONNECTOR + "/memberOf/$ref",
              "{'@odata.id':'ROOT" + PROXY + "/connectorGroups/group-1'}"),
          new Example(
              "connector.moveToGroup",
              "{'id':'" + CONNECTOR + "'}",
              "{'connectorGroup':{'name':'Second'}}",
              "applied",
              "POST",
              PROXY + "/connectors/" + CONNECTOR + "/memberOf/$ref",
              "{'@odata.id':'ROOT" + PROXY + "/connectorGroups/group-2'}"),
          new Example(
              "connectorGroup.delete",
              "{'id':'group-3'}",
              null,
              "applied",
              "DELETE",
              PROXY + "/connectorGroups/group-3",
              null),
          new Example(
              "connectorGroup.delete",
              "{'name':'Fourth'}",
              null,
              "applied",
              "DELETE",
              PROXY + "/connectorGroups/group-4",
              null));

  @TempDir Path home;

  @Test
  void noOperationIsLeftOut() {
    assertThat(EXAMPLES.stream().map(Example::operation).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Operation.values()).map(Operation::wireName).toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "CSV"})
  void eachOperationArrives(Way way) throws Exception {
    try (TestQueue queue = TestQueue.in(home.resolve("broker"));
        TestSystem system =
            TestSystem.in(home, seeded())
                .with("certificates.check", "off")
                .with("queue.url", queue.url().toString())
                .start()) {
      for (int i = 0; i < EXAMPLES.size(); i++) {
        String id = "example-" + i;
        way.send(system, queue, id, List.of(EXAMPLES.get(i).change(id)));
        check(system, EXAMPLES.get(i), system.outcomeOf(id), i);
      }
    }
  }

  @Test
  void eachOperationIsCalled() throws Exception {
    try (Sandbox sandbox = Sandbox.start(seeded());
        HostApplication host =
            HostApplication.with(home, sandbox).keys("certificates.check=off").start()) {
      for (int i = 0; i < EXAMPLES.size(); i++) {
        Example example = EXAMPLES.get(i);
        Object body = host.send("connector-change:call", example.change("example-" + i).toString());
        assertThat((Map<?, ?>) body)
            .as(example.toString())
            .extracting("outcome")
            .isEqualTo(example.outcome());
        check(sandbox, example, TestSystem.writes(sandbox), i);
      }
    }
  }

  private static void check(
      TestSystem system, Example example, OutcomeRecord outcome, int writesBefore) {
    assertThat(outcome.outcome().wireName())
        .as(example + ": " + outcome.message())
        .isEqualTo(example.outcome());
    if (example.operation().equals("apiConnector.uploadClientCertificate")) {
      assertThat(outcome.message()).matches("the connector's active certificate is .*until .*");
    }
    check(system.sandbox(), example, system.writes(), writesBefore);
  }

  private static void check(
      Sandbox sandbox, Example example, List<JournalEntry> writes, int writesBefore) {
    assertThat(writes).as(example.toString()).hasSize(writesBefore + 1);
    JournalEntry arrived = writes.get(writesBefore);
    assertThat(arrived.method()).isEqualTo(example.method());
    assertThat(arrived.path()).isEqualTo(example.path());
    assertThat(arrived.query()).isNull();
    assertThat(arrived.body()).isEqualTo(body(example, sandbox.root().toString()));
    assertThat(arrived.headers().get("content-type"))
        .isEqualTo(example.body() == null ? null : "application/json");
  }

  private static JsonNode body(Example example, String root) {
    return example.body() == null ? null : Json.object(example.body().replace("ROOT", root));
  }

  private static SandboxOptions seeded() {
    SandboxSeed standard = SandboxSeed.standard();
    return SandboxOptions.builder()
        .seed(
            new SandboxSeed(
                standard.b2xUserFlows(),
                standard.b2cUserFlows(),
                standard.connectors(),
                Map.of(
                    "group-1", "First",
                    "group-2", "Second",
                    "group-3", "Third",
                    "group-4", "Fourth"),
                Map.of("id-1", "One", "id-2", "Two")))
        .build();
  }
}
