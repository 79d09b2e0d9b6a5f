package io.connectorroutes.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.command.Screen;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.command.TextTable;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.outcome.OutcomeJson;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a demo led to, and whether that is what it must lead to. */
final class DemoReport {
  private static final int MOST_JOBS = 100;
  private static final String TENANT = "default";
  private static final String INDENT = "  ";

  private final List<OutcomeRecord> outcomes;
  private final ObjectNode tenant;
  private final List<String> differences;
  private final Path folder;

  DemoReport(DemoExpectation expectation, Application application, Sandbox sandbox, Path folder) {
    this.outcomes = outcomes(application.ledger().reports());
    this.tenant = sandbox.state(TENANT);
    this.differences = expectation.differences(outcomes, tenant);
    this.folder = folder;
  }

  /** The outcomes so far, by job and row. */
  static List<OutcomeRecord> outcomes(Reports reports) {
    List<OutcomeRecord> outcomes = new ArrayList<>();
    for (JobSummary summary : reports.jobs(MOST_JOBS)) {
      reports.rows(summary.job(), row -> outcomes.add(row.outcome()));
    }
    outcomes.sort(
        Comparator.comparing(OutcomeRecord::job)
            .thenComparing(OutcomeRecord::row, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(OutcomeRecord::changeId));
    return outcomes;
  }

  /** Whether the result files of each file are there. */
  static boolean resultsAreWritten(Reports reports) {
    return reports.jobs(MOST_JOBS).stream()
        .map(JobSummary::job)
        .allMatch(job -> job.fileName() == null || job.state() == Job.State.COMPLETE);
  }

  boolean isAsExpected() {
    return differences.isEmpty();
  }

  void print(Terminal terminal, boolean json) {
    PrintWriter out = json ? terminal.data() : terminal.out();
    if (json) {
      out.println(PrintableText.json(document().toPrettyString()));
    } else {
      printText(out);
    }
    differences.forEach(
        line -> terminal.err().println("connector-routes: demo: " + PrintableText.text(line)));
    out.flush();
    terminal.err().flush();
  }

  private void printText(PrintWriter out) {
    printOutcomes(out);
    out.println();
    out.println("The sandbox now holds:");
    new DemoState(tenant).lines().forEach(line -> out.println(INDENT + PrintableText.text(line)));
    out.println();
    out.println("Outcome log, result files and dead letters are in " + folder);
    out.println(
        isAsExpected()
            ? "All " + outcomes.size() + " outcomes and the sandbox are as they must be."
            : "Not as it must be: " + differences.size() + " differences.");
  }

  /** The jobs one by one, each with its changes below it, and below a change what is said of it. */
  private void printOutcomes(PrintWriter out) {
    List<String> lines = outcomeTable().lines();
    out.println(INDENT + lines.get(0));
    String job = null;
    for (int i = 0; i < outcomes.size(); i++) {
      OutcomeRecord outcome = outcomes.get(i);
      if (!outcome.job().equals(job)) {
        job = outcome.job();
        out.println(PrintableText.text(job));
      }
      out.println(INDENT + lines.get(i + 1));
      if (outcome.message() != null) {
        out.println(INDENT + INDENT + PrintableText.text(outcome.message()));
      }
    }
  }

  private TextTable outcomeTable() {
    TextTable table =
        new TextTable("CHANGE", "ROW", "OPERATION", "OUTCOME")
            .within(Screen.WIDTH - INDENT.length());
    for (OutcomeRecord outcome : outcomes) {
      table.add(
          outcome.changeId(), outcome.row(), outcome.operation(), outcome.outcome().wireName());
    }
    return table;
  }

  private ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode lines = document.putArray("outcomes");
    outcomes.forEach(outcome -> lines.add(OutcomeJson.node(outcome)));
    document.set("sandbox", tenant);
    ArrayNode unexpected = document.putArray("differences");
    differences.forEach(unexpected::add);
    document.put("folder", folder.toString());
    return document;
  }
}
