package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.testing.SampleJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JobViewTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00Z");
  private static final JobProgress GOING = new JobProgress(null, null);

  private static JobSummary summary(
      Job.State state, Instant completed, String reason, Map<String, Long> counts) {
    int rows = counts.values().stream().mapToInt(Long::intValue).sum();
    Job job =
        SampleJob.named("a.csv")
            .state(state)
            .rows(rows)
            .receivedAt(T0)
            .completedAt(completed)
            .reason(reason)
            .job();
    return new JobSummary(job, counts, 0, counts, 0);
  }

  private static JobSummary open() {
    return summary(Job.State.OPEN, null, null, Map.of("open", 500L, "applied", 13L));
  }

  private static OptionalLong rate(JobSummary summary, long settled, Duration age) {
    return JobView.of(summary, false, GOING, settled, T0.plus(age), null).perMinute();
  }

  private static String text(JobSummary summary, JobProgress progress) {
    return String.join(
        "\n",
        Terminal.lines(
            out -> JobView.of(summary, false, progress, 0, T0.plusSeconds(60), null).print(out)));
  }

  @Test
  void theRateIsThatOfTheTimeForWhichTheJobHasRun() {
    assertThat(rate(open(), 13, Duration.ofSeconds(13))).hasValue(60);
    assertThat(rate(open(), 500, Duration.ofHours(2))).as("of five minutes").hasValue(100);
    assertThat(rate(open(), 13, Duration.ofSeconds(1))).as("too short").isEmpty();
  }

  @Test
  void theRateOfAJobThatIsDoneIsWithoutWhatWasWithdrawn() {
    JobSummary done =
        summary(
            Job.State.COMPLETE,
            T0.plusSeconds(18),
            null,
            Map.of("applied", 60L, "cancelled", 240L));
    assertThat(rate(done, 0, Duration.ofDays(1))).hasValue(200);
    JobSummary short1 = summary(Job.State.COMPLETE, T0.plusSeconds(1), null, Map.of("applied", 3L));
    assertThat(rate(short1, 0, Duration.ofDays(1))).isEmpty();
    assertThat(text(short1, GOING)).doesNotContain("rate");
  }

  @Test
  void whyItWaitsIsSaidAsInStatus() throws Exception {
    JobProgress waits = new JobProgress(WaitReason.BUDGET, Duration.ofSeconds(90));
    assertThat(text(open(), waits)).contains("waits      budget used up; about 1 min 30 s left");
    assertThat(text(open(), GOING)).doesNotContain("waits");
    JobView view = JobView.of(open(), false, waits, 0, T0, null);
    assertThat(view.node().path("reason").asText()).isEqualTo("budget");
    assertThat(view.node().path("secondsLeft").asLong()).isEqualTo(90);
  }

  @Test
  void whoWritesTheResultsIsSaidByWhetherAnybodyWorks() {
    JobSummary settled =
        summary(Job.State.SETTLED, T0.plusSeconds(18), null, Map.of("applied", 5L));
    assertThat(text(settled, GOING))
        .contains("results    not written yet; run or import --resume writes them");
    JobView view = JobView.of(settled, true, GOING, 0, T0.plusSeconds(60), null);
    assertThat(String.join("\n", Terminal.lines(view::print))).contains("results    being written");
  }

  @Test
  void aPauseIsSaidOnce() {
    JobSummary paused = summary(Job.State.PAUSED, null, "by job pause", Map.of("open", 1L));
    JobProgress waits = new JobProgress(WaitReason.PAUSED, null);
    assertThat(text(paused, waits)).contains("paused: by job pause").doesNotContain("waits");
  }

  @Test
  void aRefusedFileHasNeitherRowsNorRate() {
    JobSummary refused = summary(Job.State.REFUSED, null, "it ends too soon", Map.of());
    assertThat(text(refused, GOING))
        .contains("refused: it ends too soon", "rows       0\nsource")
        .doesNotContain("a minute");
    assertThat(JobView.of(refused, false, GOING, 0, T0, null).node().path("reason").asText())
        .isEqualTo("it ends too soon");
  }
}
