package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sandbox's journal, read once, as it bears on connectors whose creation was told. */
final class SeenRequests {
  private static final int THROTTLED = 429;

  private final List<Story> all;
  private final Map<String, Story> byName;
  private final Map<String, Story> byId;
  private final Map<Story, List<String>> places = new HashMap<>();
  private final List<String> created = new ArrayList<>();
  private final List<JsonNode> overBudget = new ArrayList<>();
  private int count;

  SeenRequests(List<Story> all) {
    this.all = all;
    this.byName = all.stream().collect(Collectors.toMap(Story::name, story -> story));
    this.byId = all.stream().collect(Collectors.toMap(Story::id, story -> story));
  }

  /** The next entry. */
  void see(JsonNode entry) {
    count++;
    assertThat(entry.path("n").asInt()).as("the whole journal").isEqualTo(count);
    if (entry.path("status").asInt() == THROTTLED && !entry.has("fault")) {
      overBudget.add(entry);
    }
    String path = entry.path("path").asText();
    if (entry.path("applied").asBoolean() && !path.endsWith("/$batch")) {
      if (entry.path("method").asText().equals("POST")) {
        String name = entry.path("body").path("displayName").asText();
        created.add(name);
        note(byName.get(name), entry);
      } else {
        note(byId.get(path.substring(path.lastIndexOf('/') + 1)), entry);
      }
    }
  }

  private void note(Story story, JsonNode entry) {
    assertThat(entry.path("tenant").asText()).isEqualTo(story.tenant());
    List<String> seen = places.computeIfAbsent(story, first -> new ArrayList<>());
    String place = entry.path("body").path("targetUrl").asText(Story.GONE);
    if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(place)) {
      seen.add(place);
    }
  }

  /** How many there were. */
  int count() {
    return count;
  }

  /** The requests were what the changes ask for, in their order, and within the budget. */
  void assertAgree() {
    assertThat(overBudget).as("over the budget").isEmpty();
    assertThat(created)
        .as("creations")
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Story::name).toList());
    all.forEach(s -> assertThat(places.get(s)).as(s.name()).isEqualTo(s.places()));
  }
}
