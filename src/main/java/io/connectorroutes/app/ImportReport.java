package io.connectorroutes.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.ShellArgument;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints what became of imported files. */
final class ImportReport {
  /** A file none of whose rows is recorded. */
  record Refused(Path file, String reason) {
    String text() {
      return ShellArgument.path(file) + " is refused: " + reason;
    }
  }

  private final Path results;
  private final Terminal terminal;

  ImportReport(Configuration configuration, Terminal terminal) {
    this.results = configuration.outcome().results();
    this.terminal = terminal;
  }

  /**
   * Prints it: the counts where they are asked for as text, and what else there is to say as
   * errors, a line each.
   *
   * @param left why rows are left, or results are not written, and how to go on; a line each
   */
  void print(List<JobSummary> summaries, List<Refused> refused, List<String> left, boolean json) {
    if (json) {
      terminal
          .data()
          .println(PrintableText.json(document(summaries, refused, left).toPrettyString()));
      terminal.data().flush();
    } else {
      summaries.forEach(this::printText);
    }
    terminal.out().flush();
    refused.forEach(file -> printError(file.text()));
    left.forEach(this::printError);
  }

  private void printError(String line) {
    terminal.note("connector-routes: " + line);
  }

  private void printText(JobSummary summary) {
    terminal.out().println(PrintableText.text(counts(summary)));
    folder(summary)
        .ifPresent(
            folder ->
                terminal
                    .out()
                    .println("  results in " + PrintableText.text(ShellArgument.path(folder))));
  }

  private static String counts(JobSummary summary) {
    Map<String, Long> known = new LinkedHashMap<>(summary.counts());
    summary.firsts().forEach((outcome, count) -> known.merge(outcome, -count, Long::sum));
    String counts =
        Stream.of(
                inWords(summary.firsts()),
                // How they ended is the reason of an exit status as well.
                summary.duplicates() == 0
                    ? ""
                    : summary.duplicates() + " known before (" + inWords(known) + ")")
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(", "));
    return summary.job().name()
        + ": "
        + counts
        + (summary.recovered() == 0
            ? ""
            : "; " + Counted.number(summary.recovered()) + " of those recovered by a replay");
  }

  private static String inWords(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private ObjectNode document(
      List<JobSummary> summaries, List<Refused> refused, List<String> left) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode jobs = document.putArray("jobs");
    summaries.forEach(summary -> jobs.add(node(summary)));
    ArrayNode files = document.putArray("refused");
    for (Refused file : refused) {
      files.addObject().put("file", file.file().toString()).put("reason", file.reason());
    }
    ArrayNode lines = document.putArray("left");
    left.forEach(lines::add);
    return document;
  }

  private ObjectNode node(JobSummary summary) {
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    job.put("job", summary.job().name());
    job.put("state", summary.job().state().name().toLowerCase(Locale.ROOT));
    job.put("rows", summary.job().rows());
    ObjectNode counts = job.putObject("counts");
    summary.counts().forEach(counts::put);
    job.put("duplicates", summary.duplicates());
    job.put("recovered", summary.recovered());
    job.put("reason", summary.job().reason());
    job.put("results", folder(summary).map(Path::toString).orElse(null));
    return job;
  }

  /** Another worker may have written them elsewhere, and somebody may have taken them away. */
  private Optional<Path> folder(JobSummary summary) {
    return summary.job().state() == Job.State.COMPLETE
        ? ResultFiles.folderOf(results, summary.job())
        : Optional.empty();
  }
}
