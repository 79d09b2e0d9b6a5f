package io.connectorroutes.app.command;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Progress.GraphReach;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.Workers.Worker;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.ShownTime;
import io.connectorroutes.text.TimeSpan;
import io.connectorroutes.text.WaitingChanges;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes on, for a person: who works, jobs and tenants as tables, and what needs the person. */
final class StatusText {

  /** Of the jobs that are done so many are shown, the newest ones. */
  private static final int DONE_SHOWN = 20;

  /** Where there are more tenants, those of which nothing waits are counted. */
  private static final int TENANTS_SHOWN = 20;

  private static final Set<Job.State> DONE = Set.of(Job.State.COMPLETE, Job.State.REFUSED);
  private static final Pattern PLACE = Pattern.compile("[^:]*:(?<host>.*?)/(?<pid>\\d+)(/.*)?");
  private static final String INDENT = "    ";

  /** What the last column holds beside counts of seven digits. */
  private static final int NOW = 37;

  private final Overview overview;
  private final int doneShown;
  private final PrintWriter out;

  private StatusText(Overview overview, int doneShown, PrintWriter out) {
    this.overview = overview;
    this.doneShown = doneShown;
    this.out = out;
  }

  static void print(Overview overview, PrintWriter out) {
    StatusText status = new StatusText(overview, DONE_SHOWN, out);
    status.printWork();
    status.printNeeds();
  }

  /**
   * The same in a window, which it must not leave: what scrolls away cannot be written over. Jobs
   * that are done go first, then the last ones of the tenants and of the other jobs: what needs a
   * person stays as long as there is room for anything.
   */
  static void print(Overview overview, Window window, PrintWriter out) {
    // The cursor stands in a row of its own.
    int room = window.rows() - 1;
    List<String> needs =
        Terminal.lines(lines -> new StatusText(overview, DONE_SHOWN, lines).printNeeds());
    List<String> work = work(overview, DONE_SHOWN);
    for (int done = DONE_SHOWN;
        done > 0 && window.rowsOf(work) + window.rowsOf(needs) > room;
        done--) {
      work = work(overview, done - 1);
    }
    int forWork = room - window.rowsOf(needs);
    if (window.rowsOf(work) <= forWork) {
      work.forEach(out::println);
      needs.forEach(out::println);
    } else if (forWork > 0) {
      // One less for the line that says so.
      List<String> shown = window.first(work, forWork - 1);
      shown.forEach(out::println);
      printCut(work.size() - shown.size(), out);
      needs.forEach(out::println);
    } else {
      List<String> shown =
          window.first(needs.subList(Math.min(1, needs.size()), needs.size()), room - 1);
      shown.forEach(out::println);
      printCut(work.size() + needs.size() - 1 - shown.size(), out);
    }
  }

  private static List<String> work(Overview overview, int doneShown) {
    return Terminal.lines(lines -> new StatusText(overview, doneShown, lines).printWork());
  }

  private static void printCut(int lines, PrintWriter out) {
    out.println("(" + Counted.of(lines, "more line") + ": status shows all)");
  }

  private void printWork() {
    printWorkers();
    printLine("Graph: " + graph(overview.graph()));
    out.println();
    printJobs();
    out.println();
    printTenants();
  }

  /** Nothing where nothing needs a person, else an empty line first. */
  private void printNeeds() {
    List<NeedsYou> needs = NeedsYou.of(overview);
    if (!needs.isEmpty()) {
      out.println();
      out.println("Needs you:");
      needs.forEach(
          need -> Screen.wrapped("  ", INDENT.substring(2), need.text()).forEach(out::println));
    }
  }

  private void printLine(String line) {
    Screen.wrapped("", "", line).forEach(out::println);
  }

  // ---- who works

  private void printWorkers() {
    if (overview.workers().stream().noneMatch(worker -> command(worker).equals("run"))) {
      long waiting = overview.waitingForRun();
      boolean isAlone = overview.workers().isEmpty();
      printLine(
          "Run: none."
              + (isAlone && waiting > 0 ? " " + WaitingChanges.of(waiting) + ": start run." : ""));
    }
    for (Worker worker : overview.workers()) {
      String command = command(worker);
      printLine(
          command.substring(0, 1).toUpperCase(Locale.ROOT)
              + command.substring(1)
              + ": working since "
              + time(worker.since())
              + place(worker));
    }
  }

  private static String command(Worker worker) {
    return worker.name().replaceFirst(":.*", "");
  }

  /** Names are {@code run:HOST/PID/…}. */
  private static String place(Worker worker) {
    Matcher named = PLACE.matcher(worker.name());
    return named.matches() ? " (pid " + named.group("pid") + ", " + named.group("host") + ")" : "";
  }

  private String graph(GraphReach graph) {
    String since = graph.since() == null ? "" : " since " + time(graph.since());
    return switch (graph.state()) {
      case REACHED -> "reached" + since;
      case AWAY ->
          "away"
              + since
              + (graph.nextAt() == null ? "" : ", tried again at " + time(graph.nextAt()));
      case UNKNOWN -> "not asked yet";
    };
  }

  /** Of today without the day. */
  private String time(Instant time) {
    return ShownTime.of(time, overview.now());
  }

  // ---- jobs

  private void printJobs() {
    if (overview.jobs().isEmpty()) {
      printLine("No jobs yet: drop a file into the inbox, send a message, or use import.");
      return;
    }
    List<JobSummary> shown = shown();
    List<Outcome> outcomes =
        Arrays.stream(Outcome.values())
            .filter(outcome -> shown.stream().anyMatch(job -> count(job, outcome.wireName()) > 0))
            .toList();
    TextTable table = jobTable(shown, outcomes);
    if (table.fits()) {
      table.print(out);
    } else {
      printWithCounts(shown, outcomes);
    }
    shown.stream()
        .filter(job -> job.recovered() > 0)
        .forEach(
            job ->
                printLine(
                    job.job().name()
                        + ": "
                        + job.recovered()
                        + " of those that failed or are unknown were recovered by replays"));
    int hidden = overview.jobs().size() - shown.size();
    if (hidden > 0 || overview.hasOlderJobs()) {
      String more = overview.hasOlderJobs() ? " or more" : "";
      printLine("(" + hidden + more + " older jobs that are done are not shown)");
    }
  }

  /** All that are not done, and the newest of the others. */
  private List<JobSummary> shown() {
    Set<JobSummary> newest =
        overview.jobs().stream()
            .filter(job -> DONE.contains(job.job().state()))
            .limit(doneShown)
            .collect(Collectors.toSet());
    return overview.jobs().stream()
        .filter(job -> !DONE.contains(job.job().state()) || newest.contains(job))
        .toList();
  }

  private TextTable jobTable(List<JobSummary> jobs, List<Outcome> outcomes) {
    List<String> header = new ArrayList<>(List.of("JOB", "STATE", "DONE"));
    outcomes.forEach(outcome -> header.add(outcome.wireName().toUpperCase(Locale.ROOT)));
    header.add("TIME LEFT");
    TextTable table = new TextTable(header).within(Screen.WIDTH);
    for (JobSummary job : jobs) {
      List<Object> row = new ArrayList<>(List.of(job.job().name()));
      row.add(StatusJson.wordOf(job.job().state()));
      row.add(done(job));
      outcomes.forEach(outcome -> row.add(count(job, outcome.wireName())));
      row.add(left(job));
      table.add(row);
    }
    return table;
  }

  /** Outcomes of so many kinds stand below each job. */
  private void printWithCounts(List<JobSummary> jobs, List<Outcome> outcomes) {
    List<String> lines = jobTable(jobs, List.of()).lines();
    out.println(lines.get(0));
    for (int i = 0; i < jobs.size(); i++) {
      JobSummary job = jobs.get(i);
      out.println(lines.get(i + 1));
      String counts =
          outcomes.stream()
              .filter(outcome -> count(job, outcome.wireName()) > 0)
              .map(outcome -> count(job, outcome.wireName()) + " " + outcome.wireName())
              .collect(Collectors.joining(", "));
      if (!counts.isEmpty()) {
        Screen.wrapped(INDENT, INDENT, counts).forEach(out::println);
      }
    }
  }

  private static String done(JobSummary job) {
    long open = job.open();
    return Math.max(0, job.job().rows() - open) + "/" + job.job().rows();
  }

  private static long count(JobSummary job, String name) {
    return job.counts().getOrDefault(name, 0L);
  }

  private String left(JobSummary job) {
    if (job.open() == 0) {
      return "";
    }
    JobProgress progress = overview.progress(job);
    if (progress.left() != null) {
      return TimeSpan.about(progress.left());
    }
    return overview.workers().isEmpty()
        ? "no run"
        : Stream.ofNullable(progress.reason()).map(WaitReason::words).findFirst().orElse("");
  }

  // ---- tenants

  private void printTenants() {
    if (overview.tenants().isEmpty()) {
      out.println("No open changes.");
      return;
    }
    TextTable table =
        new TextTable("TENANT", "WAITING", "BLOCKED", "SENDING", "NOW").within(Screen.WIDTH);
    List<TenantSummary> shown = shownTenants();
    for (TenantSummary tenant : shown) {
      table.add(
          GraphTenant.nameOf(tenant.tenant()),
          tenant.waiting(),
          tenant.blocked(),
          tenant.sending(),
          now(tenant));
    }
    List<String> lines = table.lines();
    out.println(lines.get(0));
    for (int i = 0; i < shown.size(); i++) {
      out.println(lines.get(i + 1));
      String more = more(shown.get(i));
      if (!more.isEmpty()) {
        Screen.wrapped(INDENT, INDENT, more).forEach(out::println);
      }
    }
    int others = overview.tenants().size() - shown.size();
    if (others > 0) {
      String what = " of which nothing waits";
      out.println("and " + Counted.of(others, "tenant" + what, "tenants" + what));
    }
  }

  private List<TenantSummary> shownTenants() {
    return overview.tenants().size() <= TENANTS_SHOWN
        ? overview.tenants()
        : overview.tenants().stream().filter(StatusText::isWorthALine).toList();
  }

  /** Whether something waits of it, or there is more to say of it than that a request is sent. */
  private static boolean isWorthALine(TenantSummary tenant) {
    boolean isAtWork = tenant.reason() == null || tenant.reason() == WaitReason.LEASED;
    return tenant.waiting() > 0 || !isAtWork || tenant.message() != null;
  }

  /** Such as {@code throttled by Graph until 08:01:00Z}; the time comes below where it is long. */
  private String now(TenantSummary tenant) {
    WaitReason reason = tenant.reason();
    if (reason == null) {
      return "";
    }
    String whole = words(tenant) + (tenant.nextAt() == null ? "" : ", " + until(tenant));
    return whole.length() <= NOW ? whole : words(tenant);
  }

  /** Where no more than its jobs are paused, which of them is said below. */
  private static String words(TenantSummary tenant) {
    boolean isOfJob = tenant.reason() == WaitReason.PAUSED && !tenant.isPaused();
    return isOfJob
        ? "a job is paused"
        : WaitWords.of(tenant.reason(), tenant.message(), tenant.nextAt() != null);
  }

  private String until(TenantSummary tenant) {
    return WaitWords.until(tenant.reason(), time(tenant.nextAt()));
  }

  /** Since when, and what there is to say besides. */
  private String more(TenantSummary tenant) {
    if (tenant.reason() == null) {
      return "";
    }
    boolean isUntilSaid = tenant.nextAt() == null || !now(tenant).equals(words(tenant));
    String times =
        Stream.of(
                tenant.since() == null ? null : "since " + time(tenant.since()),
                isUntilSaid ? null : until(tenant))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    String message = words(tenant).equals(tenant.message()) ? null : tenant.message();
    return Stream.of(times, message)
        .filter(text -> text != null && !text.isEmpty())
        .collect(Collectors.joining(": "));
  }
}
