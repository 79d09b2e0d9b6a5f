package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.failure.FailurePoint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Killed while it is told what became of a change: steps 6, 7, 8 and 10. */
class CrashWhilePublishingIT extends Crashes {
  /** Steps 6, 7 and 8, of a message that is rejected: there is no job. */
  @ParameterizedTest
  @CsvSource({"OUTCOME_UNWRITTEN, false", "DEAD_LETTER_SENT, true"})
  void whatBecameOfAMessageIsBeingPublished(FailurePoint point, boolean told) throws Exception {
    site.points().arm(point);
    site.sendInvalid(prefix);
    killAt(point);
    boolean isPublished =
        point == FailurePoint.OUTCOME_UNWRITTEN
            ? site.work().outcomes().stream()
                .anyMatch(outcome -> outcome.path("changeId").asText().equals(prefix))
            : Files.exists(site.work().home().resolve("dead-letters/" + prefix + ".json"));
    assertThat(isPublished).isEqualTo(told);
  }

  /** Steps 6, 7, 8 and 10. */
  @ParameterizedTest
  @CsvSource({
    "OUTCOME_UNWRITTEN, false",
    "OUTCOME_UNSENT, true",
    "OUTCOME_WRITTEN, true",
    "DEAD_LETTER_UNSENT, false",
    "DEAD_LETTER_SENT, true",
    "RESULTS_UNWRITTEN, false",
    "RESULTS_HIDDEN, false",
    "RESULTS_WRITTEN, true"
  })
  void whatIsSettledIsBeingPublished(FailurePoint point, boolean told) throws Exception {
    site.points().arm(point);
    site.dropWithOneFailing(prefix, BATCH);
    killAt(point);
    assertThat(isPublished(point.name().split("_", 2)[0])).isEqualTo(told);
  }

  private boolean isPublished(String kind) throws Exception {
    Path home = site.work().home();
    return switch (kind) {
      case "OUTCOME" ->
          site.work().outcomes().stream()
              .anyMatch(outcome -> outcome.path("changeId").asText().equals(prefix + "-1"));
      case "DEAD" -> Files.exists(home.resolve("dead-letters/" + prefix + "-0.json"));
      default -> Files.exists(home.resolve("results/" + prefix + ".jsonl"));
    };
  }

  /** Step 10. */
  @Test
  void resultFilesAreHalfWritten() throws Exception {
    site.points().arm(FailurePoint.RESULTS_HALF_WRITTEN, BATCH / 2);
    site.dropWithOneFailing(prefix, BATCH);
    killAt(FailurePoint.RESULTS_HALF_WRITTEN);
    assertThat(site.resultFolders())
        .as("only a hidden folder")
        .anyMatch(name -> name.startsWith("." + prefix + ".jsonl."))
        .doesNotContain(prefix + ".jsonl");
  }
}
