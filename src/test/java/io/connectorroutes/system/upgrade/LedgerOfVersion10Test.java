package io.connectorroutes.system.upgrade;

import static io.connectorroutes.system.upgrade.TakeOver.asBefore;
import static io.connectorroutes.system.upgrade.TakeOver.awaitAllSettledAndPublished;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A ledger that the program wrote when its schema had version 10, with changes in each state and in
 * each kind of order, is taken over by this one.
 */
@ParameterizedClass(name = "on {0}")
@EnumSource(EarlierLedger.On.class)
class LedgerOfVersion10Test {
  private static final List<String> TENANTS =
      List.of(
          "fabrikam",
          "northwind",
          "lucerne",
          "tailspin",
          "wingtip",
          "litware",
          "adatum",
          "proseware");

  private static final Map<String, List<String>> EXPECTED =
      Stream.of(
              // Settled before, and not published.
              ended(
                  "applied",
                  "settled-applied open-applied listed renamed r5 named-r5 delete-r7 link-r5"
                      + " overtaker"),
              ended("rejected", "settled-rejected open-rejected"),
              ended(
                  "failed",
                  "settled-failed open-failed failed-upload failed-r9 overtaken failed-link"),
              ended("unknown", "unknown-create"),
              ended("superseded", "stale-upsert"),
              // Waiting, in back-off, throttled, for a later time, behind others.
              ended(
                  "applied",
                  "open-waiting open-queued in-back-off not-before lost-answer not-reached"
                      + " named-create gated-link delete upload half-1 half-2 half-3 throttled"
                      + " parked unknown-name behind-name move rename-group delete-group"
                      + " first-by-name second-by-id third-by-name rename-23 by-name-to-come"
                      + " by-new-name by-its-id link-24 delete-24 delete-25 link-26 rename-26"
                      + " unlink-27 delete-27 link-later create-later update-later-1"
                      + " update-later-2 create-later-2 update-later-3 link-renamed rename-31"
                      + " upsert-once upsert-again r6-open link-r6 ahead-of-replay behind-replay"
                      + " behind-bulk"),
              ended("superseded", "r4-behind link-r4"),
              // Nobody has that name any more.
              ended("failed", "by-old-name by-name-to-go link-25"),
              ended("failed applied", "replayed replayed-behind"),
              ended(
                  "applied",
                  "killed-arrived killed-lost killed-update killed-queued killed-rename"
                      + " killed-renamed killed-link"),
              ended(
                  "applied",
                  IntStream.rangeClosed(1, 203)
                      .mapToObj(i -> "bulk-" + i)
                      .collect(Collectors.joining(" "))))
          .flatMap(some -> some.entrySet().stream())
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  @Parameter EarlierLedger.On database;

  @TempDir Path home;

  private TestSystem system;
  private long firstOwn;

  @BeforeEach
  void start() throws Exception {
    system = TakeOver.system(home, seed());
    TENANTS.forEach(
        alias -> system.with("graph.tenants." + alias + ".tenant-id", alias + "-tenant"));
    EarlierLedger.place(system, 10, database);
    // What the program of before had done in the tenant.
    asBefore(system, "PATCH", "apiConnectors/id-22", Json.object("{'displayName':'Renamed 22'}"));
    asBefore(system, "DELETE", "apiConnectors/id-34", null);
    asBefore(system, "PUT", link("B2X_1_f3"), ref("id-27"));
    asBefore(system, "PUT", link("B2X_1_f4"), ref("id-44"));
    // What it was doing when it was killed, and whose answer it never saw.
    asBefore(system, "POST", "apiConnectors", TakeOver.create("Lost answer", "lost-password-1"));
    asBefore(
        system, "POST", "apiConnectors", TakeOver.create("Killed arrived", "killed-password-1"));
    asBefore(system, "PATCH", "apiConnectors/id-41", Json.object("{'displayName':'Renamed 41'}"));
    asBefore(system, "DELETE", "apiConnectors/id-43", null);
    asBefore(system, "PUT", link("B2X_1_f5"), ref("id-42"));
    firstOwn = system.writes().size();
    system.start();
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void eachOpenChangeOfBeforeEndsOnceAndInItsOrder() {
    awaitAllSettledAndPublished(system);

    Map<String, List<String>> published = published();
    // Its request arrived before the program of before was killed.
    assertThat(published.remove("killed-delete")).singleElement().isIn("applied", "no-op");
    assertThat(published).as("and nothing of what was published before").isEqualTo(EXPECTED);
    assertWrites();
    assertOrder();
  }

  private void assertWrites() {
    assertThat(own().stream().filter(write -> !write.startsWith("PATCH bulk-")))
        .containsExactlyInAnyOrder(
            "PATCH open-waiting",
            "PATCH open-queued",
            "PATCH in-back-off",
            "PATCH not-before",
            "PATCH not-reached",
            "POST Named create",
            "PUT B2X_1_signup Named create",
            "DELETE id-12",
            "POST uploadClientCertificate",
            "PATCH half-1",
            "PATCH half-2",
            "PATCH half-3",
            "PATCH throttled",
            "PATCH parked",
            "PATCH unknown-name",
            "PATCH behind-name",
            "POST $ref",
            "PATCH 0d3fa017-0000-4000-8000-000000000002 Offices",
            "DELETE 0d3fa017-0000-4000-8000-000000000004",
            "PATCH first-by-name",
            "PATCH second-by-id",
            "PATCH third-by-name",
            "PATCH by-new-name",
            "PATCH by-its-id",
            "PATCH id-23 Renamed 23",
            "PATCH by-name-to-come",
            "PUT B2X_1_f1 id-24",
            "DELETE id-24",
            "DELETE id-25",
            "PUT B2X_1_f2 id-26",
            "PATCH id-26 Renamed 26",
            "PUT B2X_1_f3",
            "DELETE id-27",
            "POST Later 1",
            "PUT B2X_1_f6 Later 1",
            "POST Later 2",
            "PATCH update-later-1",
            "PATCH update-later-2",
            "PATCH update-later-3",
            "PATCH id-31 Given 31",
            "PUT B2X_1_f7 id-31",
            "POST Upserted",
            "PATCH upsert-again Upserted",
            "PATCH r6-open",
            "PUT B2X_1_f4 id-45",
            "PATCH replayed",
            "PATCH ahead-of-replay",
            "PATCH replayed-behind",
            "PATCH behind-replay",
            // Made by a request whose answer was lost: completed, not made again.
            "PATCH create Lost answer",
            "PATCH create Killed arrived",
            "POST Killed lost",
            "PATCH killed-update",
            "PATCH killed-queued",
            "DELETE id-43 404",
            "PATCH id-41 Renamed 41",
            "PATCH killed-renamed",
            "PUT B2X_1_f5 id-42",
            "PATCH behind-bulk");
    assertThat(own().stream().filter(write -> write.startsWith("PATCH bulk-")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 203).mapToObj(i -> "PATCH bulk-" + i).toList());
  }

  private void assertOrder() {
    assertThat(own())
        .containsSubsequence("PATCH open-waiting", "PATCH open-queued")
        .containsSubsequence("POST Named create", "PUT B2X_1_signup Named create")
        .as("a name of which it was not known whose it is, and that object's id")
        .containsSubsequence("PATCH unknown-name", "PATCH behind-name")
        .containsSubsequence("POST $ref", "PATCH 0d3fa017-0000-4000-8000-000000000002 Offices")
        .containsSubsequence("POST $ref", "DELETE 0d3fa017-0000-4000-8000-000000000004")
        .containsSubsequence("PATCH first-by-name", "PATCH second-by-id", "PATCH third-by-name")
        .containsSubsequence("PATCH by-new-name", "PATCH by-its-id")
        .containsSubsequence("PATCH id-23 Renamed 23", "PATCH by-name-to-come")
        .as("a delete waits for earlier links, a link for earlier deletes")
        .containsSubsequence("PUT B2X_1_f1 id-24", "DELETE id-24")
        .containsSubsequence("DELETE id-25", "PUT B2X_1_f2 id-26", "PATCH id-26 Renamed 26")
        .containsSubsequence("PUT B2X_1_f3", "DELETE id-27")
        .as("names that later changes give")
        .containsSubsequence("POST Later 1", "PUT B2X_1_f6 Later 1")
        .containsSubsequence(
            "POST Later 2", "PATCH update-later-1", "PATCH update-later-2", "PATCH update-later-3")
        .containsSubsequence("PATCH id-31 Given 31", "PUT B2X_1_f7 id-31")
        .containsSubsequence("POST Upserted", "PATCH upsert-again Upserted")
        .as("a replay is behind what was accepted before it")
        .containsSubsequence(
            "PATCH ahead-of-replay", "PATCH replayed-behind", "PATCH behind-replay")
        .containsSubsequence("PATCH killed-update", "PATCH killed-queued")
        .containsSubsequence("PATCH id-41 Renamed 41", "PATCH killed-renamed")
        .as("what was in order, what was recorded, and a message behind the file")
        .containsSubsequence(
            "PATCH bulk-201", "PATCH bulk-202", "PATCH bulk-203", "PATCH behind-bulk");
  }

  @Test
  void whatWasAppliedBeforeCountsAfterwards() throws Exception {
    awaitAllSettledAndPublished(system);
    int before = own().size();

    Ledger ledger = system.application().ledger();
    DeadLetterCalls.replay(ledger, List.of("overtaken"));
    system.drop(
        "after.jsonl",
        Stream.of(
                // The target was applied with revision 6, 5 and 7, and the link with 6.
                "{'changeId':'r5-after','revision':5," + update("{'id':'id-32'}"),
                "{'changeId':'r3-by-name','revision':3," + update("{'displayName':'Connector 32'}"),
                "{'changeId':'r7-after','revision':7," + update("{'id':'id-32'}"),
                "{'changeId':'r4-by-id','revision':4," + update("{'id':'id-33'}"),
                "{'changeId':'r6-upsert','tenant':'adatum','revision':6,'operation':'apiConnector.upsert','target':{'displayName':'Connector"
                    + " 34'},'properties':"
                    + TakeOver.create("Connector 34", "password-34")
                    + "}",
                "{'changeId':'r5-link','revision':5," + enable("id-44"),
                "{'changeId':'r7-link','revision':7," + enable("id-46"),
                // Known ids, with the content of then and another one.
                "{'changeId':'settled-applied','operation':'apiConnector.update',"
                    + "'target':{'id':'id-5'},"
                    + "'properties':{'targetUrl':'https://api.example.com/settled-applied'}}",
                "{'changeId':'half-1'," + update("{'id':'id-14'}"))
            .map(line -> Json.object(line).toString())
            .collect(Collectors.joining("\n")));
    awaitAllSettledAndPublished(system);
    system.resultsOf("after.jsonl");

    assertThat(published())
        .containsAllEntriesOf(ended("superseded", "r5-after r3-by-name r4-by-id r6-upsert r5-link"))
        .containsAllEntriesOf(ended("applied", "r7-after r7-link settled-applied"))
        .containsEntry("half-1", List.of("applied", "rejected"));
    assertThat(own().stream().skip(before))
        .containsExactlyInAnyOrder("PATCH after", "PUT B2X_1_f4 id-46");
    assertThat(DeadLetterCalls.replay(ledger, List.of("overtaken"), null, true).done())
        .containsExactly("overtaken");
    awaitAllSettledAndPublished(system);
    assertThat(own()).endsWith("PATCH overtaken");
  }

  private static SandboxSeed seed() {
    Map<String, String> connectors = new HashMap<>();
    IntStream.rangeClosed(1, 60).forEach(i -> connectors.put("id-" + i, "Connector " + i));
    IntStream.rangeClosed(1, 200).forEach(i -> connectors.put("bulk-" + i, "Bulk " + i));
    SandboxSeed standard = SandboxSeed.standard();
    return new SandboxSeed(
        Stream.concat(
                standard.b2xUserFlows().stream(),
                IntStream.rangeClosed(1, 8).mapToObj(i -> "B2X_1_f" + i))
            .toList(),
        standard.b2cUserFlows(),
        standard.connectors(),
        Map.of(
            "0d3fa017-0000-4000-8000-000000000002",
            "Branch offices",
            "0d3fa017-0000-4000-8000-000000000004",
            "Nobody's"),
        connectors);
  }

  private static String link(String flow) {
    return "b2xUserFlows/" + flow + "/apiConnectorConfiguration/postAttributeCollection/$ref";
  }

  private ObjectNode ref(String id) {
    return Json.object("{}")
        .put(
            "@odata.id",
            system.sandbox().root().resolve("/v1.0/identity/apiConnectors/" + id).toString());
  }

  private static String update(String target) {
    return "'tenant':'adatum','operation':'apiConnector.update','target':"
        + target
        + ",'properties':{'targetUrl':'https://api.example.com/after'}}";
  }

  private static String enable(String id) {
    return "'tenant':'adatum','operation':'userFlow.enableApiConnector',"
        + "'target':{'userFlowId':'B2X_1_f4','step':'postAttributeCollection'},"
        + "'properties':{'apiConnector':{'id':'"
        + id
        + "'}}}";
  }

  private static Map<String, List<String>> ended(String outcomes, String changeIds) {
    return Stream.of(changeIds.split(" "))
        .collect(Collectors.toMap(id -> id, id -> List.of(outcomes.split(" "))));
  }

  /** What was written to the tenant since this program was started, in that order. */
  private List<String> own() {
    return system.writes().stream().skip(firstOwn).map(this::shown).toList();
  }

  private Map<String, List<String>> published() {
    Map<String, List<String>> published = new HashMap<>();
    for (JsonNode line : Json.lines(home.resolve("logs/outcomes.jsonl"))) {
      published
          .computeIfAbsent(line.path("changeId").asText(), changeId -> new ArrayList<>())
          .add(line.path("outcome").asText());
    }
    return published;
  }

  /** The method, and what tells the change apart: the URL and the name that it gives, or less. */
  private String shown(JournalEntry entry) {
    JsonNode body = entry.body() == null ? Json.object("{}") : entry.body();
    String url = body.path("targetUrl").asText();
    String last = entry.path().substring(entry.path().lastIndexOf('/') + 1);
    String name = body.path("displayName").asText(body.path("name").asText());
    String to = body.path("@odata.id").asText();
    String what;
    if (entry.path().contains("UserFlows/")) {
      what =
          entry.path().replaceFirst(".*UserFlows/([^/]*)/.*", "$1")
              + (to.isEmpty() ? "" : " " + linked(to.substring(to.lastIndexOf('/') + 1)));
    } else if (entry.method().equals("POST") && !name.isEmpty()) {
      what = name;
    } else if (!url.isEmpty()) {
      what = url.substring(url.lastIndexOf('/') + 1) + (name.isEmpty() ? "" : " " + name);
    } else {
      what = last + (name.isEmpty() ? "" : " " + name);
    }
    return entry.method() + " " + what + (entry.applied() ? "" : " " + entry.status());
  }

  /** The id of an object that was there at first, else the name that ours was given. */
  private String linked(String id) {
    return id.startsWith("id-")
        ? id
        : system.sandbox().state("default").path("apiConnectors").findParents("id").stream()
            .filter(object -> object.path("id").asText().equals(id))
            .map(object -> object.path("displayName").asText())
            .findFirst()
            .orElseThrow();
  }
}
