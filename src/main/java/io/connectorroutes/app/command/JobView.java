package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.ShellArgument;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job for a person or a program.
 *
 * @param perMinute changes that got their outcome a minute: of a job that is done, from its first
 *     to its last; else in the last five minutes
 * @param results the folder of its result files; null where they are not written
 */
record JobView(JobSummary summary, long perMinute, Path results) {
  /** What counts for the rate of a job that is not done. */
  static final Duration LATELY = Duration.ofMinutes(5);

  static JobView of(JobSummary summary, long settledLately, Path results) {
    Job job = summary.job();
    long perMinute =
        job.completedAt() == null
            ? perMinute(settledLately, LATELY)
            : perMinute(job.rows(), Duration.between(job.receivedAt(), job.completedAt()));
    return new JobView(summary, perMinute, results);
  }

  /** Of less than a minute all count. */
  private static long perMinute(long count, Duration time) {
    return count * 60_000 / Math.max(60_000, time.toMillis());
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
        .put("reason", job.reason())
        .put("source", job.source())
        .put("receivedAt", Json.time(job.receivedAt()))
        .put("completedAt", Json.time(job.completedAt()))
        .put("perMinute", perMinute)
        .put("results", results == null ? null : results.toString());
  }

  void print(PrintWriter out) {
    Job job = summary.job();
    line(out, "job", job.name());
    line(out, "state", StatusJson.wordOf(job.state()) + reason());
    line(out, "rows", Counted.number(job.rows()) + ": " + counts());
    if (summary.recovered() > 0) {
      line(
          out, "replayed", Counted.number(summary.recovered()) + " of those recovered by a replay");
    }
    line(out, "source", job.source());
    line(out, "received", TextTable.cell(job.receivedAt()));
    if (job.completedAt() != null) {
      line(out, "completed", TextTable.cell(job.completedAt()));
    }
    line(
        out,
        "rate",
        Counted.number(perMinute)
            + " a minute"
            + (job.completedAt() == null ? " in the last 5 minutes" : ""));
    if (results != null) {
      line(out, "results", ShellArgument.path(results));
    } else if (job.format() != null && job.state() != Job.State.REFUSED) {
      line(
          out,
          "results",
          "not written yet; "
              + (summary.open() == 0
                  ? "run or import --resume writes them"
                  : "job results writes those so far"));
    }
  }

  private static void line(PrintWriter out, String label, String text) {
    String first = String.format("%-9s  ", label);
    Screen.wrapped(first, " ".repeat(first.length()), text).forEach(out::println);
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
