package io.connectorroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.JournalEntry;
import java.util.stream.IntStream;

/** Numbered changes, each of which creates a connector of its own. */
public final class Creations {
  private Creations() {}

  /** The first ones. */
  public static String[] texts(int count) {
    return IntStream.range(0, count).mapToObj(Creations::text).toArray(String[]::new);
  }

  /** The one of that number. */
  public static String text(int number) {
    return Requests.create("id-" + number, "connector-" + number).toString();
  }

  /** The first ones are applied, each by one request, and nothing else is. */
  public static void assertEachIsAppliedOnce(TestSystem system, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(system.outcomeOf("id-" + i).outcome()).as("id-" + i).isEqualTo(Outcome.APPLIED);
    }
    assertThat(system.writes())
        .filteredOn(JournalEntry::applied)
        .extracting(entry -> entry.body().path("displayName").asText())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).mapToObj(i -> "connector-" + i).toList());
  }
}
