package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An id is one segment of the path, whatever it is made of: percent-encoded, or refused where
 * encoding would not help. A name is never part of a path.
 */
class PathInjectionTest {
  private static final Map<String, String> ENCODED = encoded();
  private static final List<String> REFUSED = List.of("", ".", "..");

  /** Operations tried with each id. */
  private static final int KINDS = 4;

  @TempDir Path home;

  private static Map<String, String> encoded() {
    Map<String, String> segments = new LinkedHashMap<>();
    segments.put("../x", "..%2Fx");
    segments.put("/x", "%2Fx");
    segments.put("../../users/me", "..%2F..%2Fusers%2Fme");
    segments.put("a?$filter=x", "a%3F%24filter%3Dx");
    segments.put("a#b", "a%23b");
    segments.put("%2e%2e", "%252e%252e");
    segments.put("%2e%2e%2fx", "%252e%252e%252fx");
    segments.put("a//b", "a%2F%2Fb");
    segments.put("a\\b", "a%5Cb");
    segments.put("a b", "a%20b");
    segments.put("a\r\nHost: evil", "a%0D%0AHost%3A%20evil");
    segments.put("\u00e4\u00f6\u00fc", "%C3%A4%C3%B6%C3%BC");
    segments.put("a;b=c", "a%3Bb%3Dc");
    segments.put("{{connector-routes.graph.root}}", "%7B%7Bconnector-routes.graph.root%7D%7D");
    segments.put("${body}", "%24%7Bbody%7D");
    segments.put("@evil.example", "%40evil.example");
    return segments;
  }

  @Test
  void idsOfFilesAreOneSegment() throws Exception {
    try (TestSystem system = TestSystem.in(home).with("graph.budget", "none").start()) {
      StringBuilder rows = new StringBuilder();
      changes().forEach(change -> rows.append(change).append('\n'));
      system.drop("ids.jsonl", rows.toString());
      assertOneSegment(system);
    }
  }

  @Test
  void idsOfMessagesAreOneSegment() throws Exception {
    try (TestQueue queue = TestQueue.start(home.resolve("broker"), TestQueue.Protocol.AMQP);
        TestSystem system = TestSystem.in(home).with("graph.budget", "none")) {
      system.with("queue.url", queue.url().toString()).start();
      for (ObjectNode change : changes()) {
        queue.send(change.toString());
      }
      assertOneSegment(system);
    }
  }

  private static void assertOneSegment(TestSystem system) {
    List<String> expected = new ArrayList<>();
    ENCODED.values().forEach(segment -> expected.addAll(paths(segment)));
    for (int kind = 0; kind < KINDS; kind++) {
      for (int i = 0; i < ENCODED.size(); i++) {
        assertThat(system.outcomeOf("ok-" + i + "-" + kind).outcome())
            .isIn(Outcome.FAILED, Outcome.NO_OP);
      }
      for (int i = 0; i < REFUSED.size(); i++) {
        assertThat(system.outcomeOf("bad-" + i + "-" + kind).outcome()).isEqualTo(Outcome.REJECTED);
      }
    }
    assertThat(system.writes())
        .extracting(JournalEntry::path)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(system.sandbox().journal()).allMatch(entry -> entry.query() == null);
    assertThat(system.writes())
        .filteredOn(entry -> entry.method().equals("PUT"))
        .allSatisfy(
            entry ->
                assertThat(entry.body().path("@odata.id").asText())
                    .startsWith(system.sandbox().root() + "/v1.0/identity/apiConnectors/")
                    .matches(".*/apiConnectors/[A-Za-z0-9._~%-]+"));
  }

  private static List<String> paths(String segment) {
    return List.of(
        "/v1.0/identity/apiConnectors/" + segment,
        "/v1.0/identity/b2xUserFlows/"
            + segment
            + "/apiConnectorConfiguration/postAttributeCollection/$ref",
        "/beta/connectors/" + segment,
        "/beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups/" + segment);
  }

  private static List<ObjectNode> changes() {
    List<ObjectNode> changes = new ArrayList<>();
    addTo(changes, "ok", List.copyOf(ENCODED.keySet()));
    addTo(changes, "bad", REFUSED);
    return changes;
  }

  private static void addTo(List<ObjectNode> changes, String prefix, List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      String changeId = prefix + "-" + i + "-";
      changes.add(change(changeId + 0, "apiConnector.delete", id(id), null));
      changes.add(
          change(
              changeId + 1,
              "userFlow.enableApiConnector",
              object().put("userFlowId", id).put("step", "postAttributeCollection"),
              object().set("apiConnector", id(id))));
      changes.add(
          change(changeId + 2, "connector.update", id(id), object().put("machineName", "m")));
      changes.add(change(changeId + 3, "connectorGroup.delete", id(id), null));
    }
  }

  private static ObjectNode change(
      String changeId, String operation, ObjectNode target, ObjectNode properties) {
    ObjectNode change = object().put("changeId", changeId).put("operation", operation);
    change.set("target", target);
    if (properties != null) {
      change.set("properties", properties);
    }
    return change;
  }

  private static ObjectNode id(String id) {
    return object().put("id", id);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
