package io.connectorroutes.app.command;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.FileState;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.ShellArgument;
import io.connectorroutes.text.WaitingChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What goes on only when a person does something.
 *
 * @param what for a person, without a full stop
 * @param count of changes, workers, dead letters, certificates or files
 * @param command the command that tells more or mends it; null where none does
 */
record NeedsYou(String what, long count, String command) {

  private static final String IMPORT = "import FILE";

  /** For a person; a file is to be mended before its command. */
  String text() {
    if (command == null) {
      return what;
    }
    return what + (command.equals(IMPORT) ? "; once that is mended: " : ": ") + command;
  }

  /** All of it, the most pressing first. */
  static List<NeedsYou> of(Overview overview) {
    List<NeedsYou> all = new ArrayList<>();
    if (overview.workers().isEmpty() && overview.waitingForRun() > 0) {
      all.add(
          new NeedsYou(
              "nobody works, and " + WaitingChanges.of(overview.waitingForRun()),
              overview.waitingForRun(),
              "run"));
    }
    overview.workers().stream()
        .flatMap(worker -> worker.unpublished().stream())
        .collect(groupingBy(line -> line, LinkedHashMap::new, counting()))
        .forEach((line, workers) -> all.add(new NeedsYou(line, workers, null)));
    overview.tenants().forEach(tenant -> addTenant(all, tenant));
    overview.jobs().stream()
        .filter(job -> job.job().state() == Job.State.PAUSED)
        .forEach(job -> all.add(paused(job)));
    if (overview.workers().isEmpty()) {
      overview.jobs().stream()
          .map(JobSummary::job)
          .filter(job -> job.state() == Job.State.SETTLED)
          .forEach(job -> all.add(unwritten(job)));
    }
    if (overview.deadLetters() > 0) {
      all.add(
          new NeedsYou(
              Counted.of(overview.deadLetters(), "dead letter"),
              overview.deadLetters(),
              "dead-letters list"));
    }
    overview.certificates().stream()
        .collect(groupingBy(CertificateEnd::account, LinkedHashMap::new, toList()))
        .values()
        .forEach(ends -> all.add(certificates(ends, overview.now())));
    overview.files().forEach(file -> all.add(new NeedsYou(line(file), 1, command(file))));
    RefusedImports.of(overview)
        .forEach(
            job ->
                all.add(new NeedsYou(job.fileName() + " is refused: " + job.reason(), 1, IMPORT)));
    return all;
  }

  private static NeedsYou paused(JobSummary summary) {
    Job job = summary.job();
    return new NeedsYou(
        "job "
            + job.name()
            + " is paused"
            + (job.reason() == null ? "" : " (" + job.reason() + ")"),
        summary.open(),
        "job resume " + ShellArgument.parameter(job.name()));
  }

  private static NeedsYou unwritten(Job job) {
    return new NeedsYou(
        "the results of job " + job.name() + " are not written (run writes them, too)",
        job.rows(),
        "import " + ShellArgument.option("--resume", job.name()));
  }

  /** Of one tenant, the first one first. */
  private static NeedsYou certificates(List<CertificateEnd> ends, Instant now) {
    CertificateEnd first = ends.get(0);
    String tenant = GraphTenant.nameOf(first.tenant());
    int others = ends.size() - 1;
    boolean isCut = ends.size() == Overview.CERTIFICATES;
    return new NeedsYou(
        "tenant "
            + tenant
            + ": the certificate of "
            + ObjectKind.API_CONNECTOR.text()
            + " "
            + first.called()
            + (first.end().isAfter(now) ? " ends at " : " ended at ")
            + TextTable.cell(first.end())
            + (others == 0 ? "" : ", and " + (isCut ? "at least " : "") + others + " more soon"),
        ends.size(),
        "check --tenant " + tenant);
  }

  private static void addTenant(List<NeedsYou> all, TenantSummary tenant) {
    WaitReason reason = tenant.reason();
    if (isForPerson(tenant)) {
      String name = GraphTenant.nameOf(tenant.tenant());
      all.add(
          new NeedsYou(
              "tenant " + name + ": " + reason.words() + ", " + WaitingChanges.of(tenant.waiting()),
              tenant.waiting(),
              command(reason, name)));
    }
    if (tenant.secretAway() != null && reason != WaitReason.SECRET_AWAY) {
      all.add(
          new NeedsYou(
              "tenant "
                  + GraphTenant.nameOf(tenant.tenant())
                  + ": "
                  + WaitReason.SECRET_AWAY.words()
                  + " ("
                  + tenant.secretAway().reason()
                  + ")",
              1,
              "check"));
    }
  }

  /** Paused jobs are named by themselves. */
  private static boolean isForPerson(TenantSummary tenant) {
    WaitReason reason = tenant.reason();
    return reason != null
        && reason.needsPerson()
        && tenant.waiting() > 0
        && (reason != WaitReason.PAUSED || tenant.isPaused());
  }

  private static String command(WaitReason reason, String tenant) {
    return switch (reason) {
      case PAUSED -> "tenant resume " + tenant;
      case NOT_CONFIGURED, SECRET_AWAY -> "check";
      default -> "check --tenant " + tenant;
    };
  }

  /** A file without a known ending is to be renamed, as its reason says: import refuses it, too. */
  private static String command(FileReport file) {
    return file.state() == FileState.IGNORED ? null : IMPORT;
  }

  /**
   * Such as {@code export.csv was written to after it was taken: no row from row 9 on was read}.
   */
  private static String line(FileReport file) {
    return file.name()
        + (file.state() == FileState.REFUSED ? " is refused: " : " ")
        + file.reason();
  }
}
