package io.connectorroutes.app.command;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.FileState;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Jobs and tenants as tables for a person. */
final class StatusText {
  private static final String OPEN = "open";

  private StatusText() {}

  static void print(
      List<JobSummary> jobs, List<TenantSummary> tenants, List<FileReport> files, PrintWriter out) {
    if (jobs.isEmpty()) {
      out.println("No jobs yet: drop a file into the inbox, send a message, or use import.");
    } else {
      jobTable(jobs).print(out);
    }
    if (jobs.size() == StatusCommand.JOBS) {
      out.println("(the newest " + StatusCommand.JOBS + ")");
    }
    out.println();
    if (tenants.isEmpty()) {
      out.println("No open changes.");
    } else {
      tenantTable(tenants).print(out);
    }
    if (!files.isEmpty()) {
      out.println();
      files.forEach(file -> out.println(line(file)));
    }
  }

  /**
   * Such as {@code export.csv was written to after it was taken: no row from row 9 on was read}.
   */
  private static String line(FileReport file) {
    String refused = file.state() == FileState.REFUSED ? " is refused: " : " ";
    return PrintableText.text(file.name() + refused + file.reason());
  }

  private static TextTable jobTable(List<JobSummary> jobs) {
    List<String> counted = countedIn(jobs);
    List<String> header = new ArrayList<>(List.of("JOB", "STATE", "RECEIVED", "ROWS"));
    counted.forEach(name -> header.add(name.toUpperCase(Locale.ROOT)));
    TextTable table = new TextTable(header);
    jobs.forEach(job -> table.add(jobRow(job, counted)));
    return table;
  }

  /** The outcomes that any of the jobs has, in the contract's order, and open ones. */
  private static List<String> countedIn(List<JobSummary> jobs) {
    return Stream.concat(Stream.of(OPEN), Arrays.stream(Outcome.values()).map(Outcome::wireName))
        .filter(name -> jobs.stream().anyMatch(job -> job.counts().getOrDefault(name, 0L) > 0))
        .toList();
  }

  private static List<Object> jobRow(JobSummary summary, List<String> counted) {
    List<Object> row = new ArrayList<>();
    row.add(summary.job().name());
    row.add(StatusJson.wordOf(summary.job().state()));
    row.add(summary.job().receivedAt());
    row.add(summary.job().rows());
    counted.forEach(name -> row.add(summary.counts().getOrDefault(name, 0L)));
    return row;
  }

  private static TextTable tenantTable(List<TenantSummary> tenants) {
    TextTable table = new TextTable("TENANT", "WAITING", "BLOCKED", "SENDING", "WHY");
    for (TenantSummary tenant : tenants) {
      table.add(
          GraphTenant.nameOf(tenant.tenant()),
          tenant.waiting(),
          tenant.blocked(),
          tenant.sending(),
          why(tenant));
    }
    return table;
  }

  /** Such as {@code throttled by Graph until 2026-11-21T08:01:00Z}. */
  private static String why(TenantSummary tenant) {
    if (tenant.reason() == null) {
      return "";
    }
    String until = tenant.nextAt() == null ? "" : " until " + TextTable.cell(tenant.nextAt());
    String message = tenant.message();
    return tenant.reason().words()
        + until
        + (message == null || message.equals(tenant.reason().words()) ? "" : ": " + message);
  }
}
