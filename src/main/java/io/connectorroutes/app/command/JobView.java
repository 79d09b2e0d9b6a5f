package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.ShellArgument;
import io.connectorroutes.text.TimeSpan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A job for a person or a program.
 *
 * @param isWorkedOn whether a process delivers, which writes results as well
 * @param progress why it waits, and for how long
 * @param perMinute changes that got their outcome a minute, those aside that were withdrawn: of a
 *     job that is done, in all; else in the last five minutes. Empty where nobody can say
 * @param results the folder of its result files; null where they are not written
 */
record JobView(
    JobSummary summary,
    boolean isWorkedOn,
    JobProgress progress,
    OptionalLong perMinute,
    Path results) {
  /** What counts for the rate of a job that is not done. */
  static final Duration LATELY = Duration.ofMinutes(5);

  /** What was done in so short a time says nothing of a minute. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(5);

  /**
   * The job at that time.
   *
   * @param settledLately how many of its changes got their outcome, those aside that were withdrawn
   */
  static JobView of(
      JobSummary summary,
      boolean isWorkedOn,
      JobProgress progress,
      long settledLately,
      Instant now,
      Path results) {
    return new JobView(
        summary, isWorkedOn, progress, perMinute(summary, settledLately, now), results);
  }

  private static OptionalLong perMinute(JobSummary summary, long settledLately, Instant now) {
    Job job = summary.job();
    if (job.completedAt() != null) {
      long withdrawn = summary.counts().getOrDefault(Outcome.CANCELLED.wireName(), 0L);
      return perMinute(
          job.rows() - withdrawn, Duration.between(job.receivedAt(), job.completedAt()));
    }
    if (job.state() == Job.State.SETTLED || job.state() == Job.State.REFUSED) {
      return OptionalLong.empty();
    }
    Duration age = Duration.between(job.receivedAt(), now);
    return perMinute(settledLately, age.compareTo(LATELY) < 0 ? age : LATELY);
  }

  private static OptionalLong perMinute(long count, Duration time) {
    return time.compareTo(TOO_SHORT) < 0
        ? OptionalLong.empty()
        : OptionalLong.of(count * 60_000 / time.toMillis());
  }

  String json() {
    return Json.print(node());
  }

  /** What does not apply is null. */
  ObjectNode node() {
    Job job = summary.job();
    ObjectNode counts = Json.NODES.objectNode();
    summary.counts().forEach(counts::put);
    ObjectNode document =
        Json.NODES
            .objectNode()
            .put("job", job.name())
            .put("state", StatusJson.wordOf(job.state()))
            .put("rows", job.rows());
    document.set("counts", counts);
    return document
        .put("duplicates", summary.duplicates())
        .put("recovered", summary.recovered())
        .put("reason", job.reason() == null ? StatusJson.reason(summary, progress) : job.reason())
        .put("secondsLeft", StatusJson.secondsLeft(progress))
        .put("source", job.source())
        .put("receivedAt", Json.time(job.receivedAt()))
        .put("completedAt", Json.time(job.completedAt()))
        .put("perMinute", perMinute.isEmpty() ? null : perMinute.getAsLong())
        .put("results", results == null ? null : results.toString());
  }

  void print(PrintWriter out) {
    Job job = summary.job();
    line(out, "job", job.name());
    line(out, "state", StatusJson.wordOf(job.state()) + reason());
    waits().ifPresent(waits -> line(out, "waits", waits));
    line(out, "rows", Counted.number(job.rows()) + (counts().isEmpty() ? "" : ": " + counts()));
    if (summary.recovered() > 0) {
      line(
          out, "replayed", Counted.number(summary.recovered()) + " of those recovered by a replay");
    }
    line(out, "source", job.source());
    line(out, "received", TextTable.cell(job.receivedAt()));
    if (job.completedAt() != null) {
      line(out, "completed", TextTable.cell(job.completedAt()));
    }
    perMinute.ifPresent(rate -> line(out, "rate", rate(rate)));
    if (results != null) {
      line(out, "results", ShellArgument.path(results));
    } else if (job.format() != null && job.state() != Job.State.REFUSED) {
      line(out, "results", unwritten());
    }
  }

  private String unwritten() {
    if (summary.open() > 0) {
      return "not written yet; job results writes those so far";
    }
    return isWorkedOn ? "being written" : "not written yet; run or import --resume writes them";
  }

  private static void line(PrintWriter out, String label, String text) {
    String first = String.format("%-9s  ", label);
    Screen.wrapped(first, " ".repeat(first.length()), text).forEach(out::println);
  }

  private String rate(long perMinute) {
    String lately = summary.job().completedAt() == null ? " in the last 5 minutes" : "";
    return Counted.number(perMinute) + " a minute" + lately;
  }

  /** Such as {@code budget used up; about 3 min left}; a pause is said with the state. */
  private Optional<String> waits() {
    if (summary.job().state() == Job.State.PAUSED) {
      return Optional.empty();
    }
    String left = progress.left() == null ? "" : "; " + TimeSpan.about(progress.left()) + " left";
    return Optional.ofNullable(progress.reason()).map(reason -> reason.words() + left);
  }

  private String reason() {
    return summary.job().reason() == null ? "" : ": " + summary.job().reason();
  }

  /** Such as {@code 1,888 applied, 112 rejected}. */
  String counts() {
    String counts =
        summary.counts().entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(JobView::counted)
            .collect(Collectors.joining(", "));
    return summary.duplicates() == 0
        ? counts
        : counts + " (" + Counted.of(summary.duplicates(), "duplicate") + ")";
  }

  private static String counted(Map.Entry<String, Long> count) {
    return Counted.number(count.getValue()) + " " + count.getKey();
  }
}
