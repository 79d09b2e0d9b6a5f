package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** All connectors that changes were given for, and what the sandbox has to have seen of them. */
final class Stories {
  private final List<Story> all = new ArrayList<>();
  private final Map<String, Story> byChange = new HashMap<>();
  private final List<Story> settled = new ArrayList<>();
  private int learned;
  private int requests;
  private final Set<String> told = new HashSet<>();

  /** A new connector. */
  Story begin(String tenant, String tenantField) {
    Story story = new Story(Tenancy.idOf(tenant), tenantField, "connector-" + all.size());
    all.add(story);
    return story;
  }

  /** The change is one of that connector. */
  void given(String changeId, Story story) {
    byChange.put(changeId, story);
  }

  /** Reads what is new in the outcome log. */
  void learn(List<JsonNode> outcomes) {
    for (JsonNode outcome : outcomes.subList(learned, outcomes.size())) {
      Story story = byChange.get(outcome.path("changeId").asText());
      if (story != null && told.add(outcome.path("changeId").asText())) {
        story.told(outcome.path("resourceId").asText());
        if (story.isSettled() && !story.isGone()) {
          settled.add(story);
        }
      }
    }
    learned = outcomes.size();
  }

  /** How many changes of connectors have no outcome yet. */
  int open() {
    return byChange.size() - told.size();
  }

  /** How many connectors are there and have no open change. */
  int settled() {
    return settled.size();
  }

  /** One of those, which has to get a change; there must be one. */
  Story takeSettled(Random random) {
    return settled.remove(random.nextInt(settled.size()));
  }

  /**
   * The connectors are as the last change of each left them. Each was created by one request, and
   * went from place to place in the order of its changes; a request that was sent again may only
   * have repeated the place where it was. No tenant was asked for more than its budget.
   */
  void assertAgree(SandboxProcess sandbox) throws Exception {
    Map<String, Story> byName = all.stream().collect(Collectors.toMap(Story::name, s -> s));
    Map<String, Story> byId = all.stream().collect(Collectors.toMap(Story::id, s -> s));
    Map<String, List<String>> seen = new HashMap<>();
    List<String> created = new ArrayList<>();
    List<JsonNode> overBudget = new ArrayList<>();
    requests = 0;
    sandbox.eachRequest(
        entry -> {
          requests++;
          assertThat(entry.path("n").asInt()).as("the whole journal").isEqualTo(requests);
          if (entry.path("status").asInt() == 429 && !entry.has("fault")) {
            overBudget.add(entry);
          }
          if (entry.path("applied").asBoolean()
              && !entry.path("path").asText().endsWith("$batch")) {
            String path = entry.path("path").asText();
            boolean creates = entry.path("method").asText().equals("POST");
            Story story =
                creates
                    ? byName.get(entry.path("body").path("displayName").asText())
                    : byId.get(path.substring(path.lastIndexOf('/') + 1));
            assertThat(entry.path("tenant").asText()).isEqualTo(story.tenant());
            if (creates) {
              created.add(story.name());
            }
            note(seen.computeIfAbsent(story.name(), name -> new ArrayList<>()), entry);
          }
        });
    assertThat(overBudget).as("over the budget").isEmpty();
    assertThat(created)
        .as("creations")
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Story::name).toList());
    all.forEach(s -> assertThat(seen.get(s.name())).as(s.name()).isEqualTo(s.places()));
    assertState(sandbox);
  }

  /** How many requests the sandbox had seen at the last comparison. */
  int requests() {
    return requests;
  }

  private static void note(List<String> places, JsonNode entry) {
    String place = entry.path("body").path("targetUrl").asText(Story.GONE);
    if (places.isEmpty() || !places.get(places.size() - 1).equals(place)) {
      places.add(place);
    }
  }

  private void assertState(SandboxProcess sandbox) throws IOException {
    for (String tenant : all.stream().map(Story::tenant).distinct().toList()) {
      assertThat(sandbox.apiConnectors(tenant))
          .as("connectors of " + tenant)
          .extracting(c -> c.path("displayName").asText() + " " + c.path("targetUrl").asText())
          .containsExactlyInAnyOrderElementsOf(
              all.stream()
                  .filter(story -> story.tenant().equals(tenant) && !story.isGone())
                  .map(story -> story.name() + " " + story.last())
                  .toList());
    }
  }
}
