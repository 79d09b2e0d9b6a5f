package io.connectorroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.JournalEntry;
import java.util.List;
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
    assertEachIsApplied(system, count);
    assertThat(named(system.writes())).containsExactlyInAnyOrderElementsOf(names(count));
  }

  /**
   * The first ones are applied, and each is there once, after a halt that may have cut off answers:
   * what was made all the same is looked for, and completed by a request more.
   */
  public static void assertEachIsMadeOnce(TestSystem system, int count) {
    assertEachIsApplied(system, count);
    assertThat(named(system.creations())).containsExactlyInAnyOrderElementsOf(names(count));
    assertThat(named(system.writes())).hasSameElementsAs(names(count));
  }

  private static void assertEachIsApplied(TestSystem system, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(system.outcomeOf("id-" + i).outcome()).as("id-" + i).isEqualTo(Outcome.APPLIED);
    }
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "connector-" + i).toList();
  }

  private static List<String> named(List<JournalEntry> requests) {
    return requests.stream()
        .filter(JournalEntry::applied)
        .map(entry -> entry.body().path("displayName").asText())
        .toList();
  }
}
