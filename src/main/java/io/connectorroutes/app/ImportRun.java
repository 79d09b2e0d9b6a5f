package io.connectorroutes.app;

import io.connectorroutes.app.ImportReport.Refused;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.FailureLimit;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.KnownJobs;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.ShellArgument;
import io.connectorroutes.text.WaitingChanges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * One {@code import}: files are recorded, and what is due is delivered until their jobs are done.
 */
final class ImportRun {
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration COUNT = Duration.ofSeconds(1);

  /** Counting a large job takes its time: no more than one part of so many goes into it. */
  private static final int PARTS = 20;

  /**
   * A permission that rests is tried again every few minutes; whatever else there is comes first.
   */
  private static final Duration STALLED = Duration.ofSeconds(15);

  private static final Set<Job.State> DELIVERED = Set.of(Job.State.SETTLED, Job.State.COMPLETE);

  private static final Set<Job.State> WRITTEN_NEXT = Set.of(Job.State.OPEN, Job.State.SETTLED);

  private final Application application;
  private final Configuration configuration;
  private final Terminal terminal;
  private final StopFlag stop;
  private final UnusableTenants unusable;

  /** Said at the end, where something is left. */
  private final List<String> whyLeft = new ArrayList<>();

  /**
   * Records files and delivers what is due until their jobs are complete.
   *
   * @param stop says when a person asks to stop
   * @return an exit status of {@link ExitStatus}
   */
  static int run(
      Configuration configuration, ImportOptions options, Terminal terminal, StopSignal stop)
      throws Exception {
    try (Application application = Application.start(configuration, Mode.IMPORT)) {
      return new ImportRun(application, configuration, terminal, new StopFlag(stop)).run(options);
    }
  }

  ImportRun(
      Application application, Configuration configuration, Terminal terminal, StopFlag stop) {
    this.application = application;
    this.configuration = configuration;
    this.terminal = terminal;
    this.stop = stop;
    this.unusable =
        new UnusableTenants(
            application.root().call().tenants(),
            application.root().call().tokens(),
            reports(),
            application.ledger().pauses());
  }

  int run(ImportOptions options) throws Exception {
    List<Refused> refused = new ArrayList<>();
    List<String> jobs;
    boolean complete;
    try (ImportProgress progress = progress(options)) {
      jobs =
          options.resume() == null
              ? record(options.files(), refused, progress)
              : List.of(resumed(options.resume()));
      complete = deliver(jobs, new ImportCounts(reports(), progress), options.maxFailures());
    }
    List<JobSummary> summaries = jobs.stream().map(this::summary).toList();
    Optional<String> unwritten = complete ? Optional.empty() : unwritten(summaries);
    List<String> left =
        complete
            ? List.of()
            : unwritten.map(ImportRun::notWritten).orElseGet(() -> whatIsLeft(summaries));
    new ImportReport(configuration, terminal).print(summaries, refused, left, options.json());
    if (!complete && unwritten.isEmpty()) {
      return ExitStatus.INTERRUPTED;
    }
    if (unwritten.isPresent() || !refused.isEmpty()) {
      return ExitStatus.USAGE;
    }
    return summaries.stream().anyMatch(ImportRun::hasBadRows)
        ? ExitStatus.SOME_CHANGES_FAILED
        : ExitStatus.OK;
  }

  private ImportProgress progress(ImportOptions options) {
    if (options.quiet()) {
      return ImportProgress.NONE;
    }
    return terminal.isScreen() && !options.json()
        ? new ProgressScreen(terminal.help(), terminal.window())
        : new ProgressLines(terminal.err(), System::nanoTime);
  }

  private List<String> record(List<Path> files, List<Refused> refused, ImportProgress progress)
      throws Exception {
    List<String> jobs = new ArrayList<>();
    try (RecordingWatch watch = new RecordingWatch(application.ledger(), progress);
        ProducerTemplate template = application.context().createProducerTemplate()) {
      for (Path file : files) {
        watch.recording(file);
        Exchange exchange =
            template.send("direct:connector-routes-intake-file", e -> body(e, file));
        String refusal = exchange.getProperty(LedgerProperties.REFUSAL, String.class);
        if (exchange.getException() != null) {
          throw exchange.getException();
        }
        if (refusal == null) {
          jobs.add(exchange.getProperty(LedgerProperties.JOB, Job.class).name());
        } else {
          refused.add(new Refused(file, refusal));
        }
      }
    }
    return jobs;
  }

  private void body(Exchange exchange, Path file) {
    exchange.getMessage().setBody(file.toFile());
    BooleanSupplier isGivenUp = stop::isRaised;
    exchange.setProperty(LedgerProperties.GIVEN_UP, isGivenUp);
  }

  private String resumed(String name) {
    Job job = KnownJobs.find(application.ledger(), name);
    String why =
        switch (job.state()) {
          case RECORDING -> "was not recorded to its end: import its file again";
          case REFUSED -> "was refused: import its file again, corrected";
          case OPEN, PAUSED, SETTLED, COMPLETE -> null;
        };
    if (why != null || job.fileName() == null) {
      throw new UsageException(
          PrintableText.text(name)
              + " "
              + (why == null ? "is a queue: start run to go on with it" : why));
    }
    return name;
  }

  /**
   * Waits for the routes to deliver; false where a person asked to stop before that was done, where
   * nothing that is left can go on, or where results cannot be written.
   */
  private boolean deliver(List<String> jobs, ImportCounts counts, FailureLimit limit) {
    long lookedAt = System.nanoTime();
    long pause = 0;
    boolean isFirst = true;
    while (!jobs.stream().allMatch(this::isComplete)) {
      if (stop.isRaised() || isOnlyUnwritten(jobs)) {
        return false;
      }
      long now = System.nanoTime();
      if (now - lookedAt >= pause) {
        List<JobSummary> summaries = jobs.stream().map(this::summary).toList();
        counts.count(summaries);
        if (limit != null) {
          summaries.forEach(summary -> pauseAbove(limit, summary));
        }
        if (!isAnyToBeWritten(summaries) && isHeld(jobs, counts.isStalledFor(STALLED))) {
          return false;
        }
        lookedAt = System.nanoTime();
        // What the first one takes is mostly the JVM's start; a person waits for the second.
        pause = isFirst ? COUNT.toNanos() : Math.max(COUNT.toNanos(), (lookedAt - now) * PARTS);
        isFirst = false;
      }
      LockSupport.parkNanos(LOOK);
    }
    return true;
  }

  private void pauseAbove(FailureLimit limit, JobSummary summary) {
    long bad = ImportCounts.bad(summary);
    if (summary.open() > 0
        && summary.job().state() == Job.State.OPEN
        && limit.isExceeded(bad, summary.job().rows())) {
      application
          .ledger()
          .jobControl()
          .pause(
              summary.job(),
              bad
                  + " rows were rejected, failed or are unknown; --max-failures is "
                  + limit.text());
    }
  }

  /** Whether nothing that is left can go on without a person; says why then. */
  private boolean isHeld(List<String> names, boolean isStalled) {
    List<Job> left =
        names.stream().map(this::job).filter(job -> !DELIVERED.contains(job.state())).toList();
    List<Job> going = left.stream().filter(job -> job.state() != Job.State.PAUSED).toList();
    List<String> lines = going.isEmpty() ? List.of() : unusable.leftOf(going, isStalled);
    if (left.isEmpty() || (!going.isEmpty() && lines.isEmpty())) {
      return false;
    }
    left.stream()
        .filter(job -> job.state() == Job.State.PAUSED)
        .forEach(job -> whyLeft.add(paused(job)));
    whyLeft.addAll(lines);
    if (!lines.isEmpty()) {
      whyLeft.add("what waits stays in the ledger: mend that, then start run or import again");
    }
    return true;
  }

  private static String paused(Job job) {
    return job.name() + " is paused: " + job.reason() + "; " + job.pauseRemedy();
  }

  /** Whether the results of a job that nothing holds any more are still to come. */
  private boolean isAnyToBeWritten(List<JobSummary> summaries) {
    return application.root().resultsProblem().isEmpty()
        && summaries.stream()
            .filter(summary -> WRITTEN_NEXT.contains(summary.job().state()))
            .anyMatch(summary -> summary.open() == 0);
  }

  private boolean isOnlyUnwritten(List<String> jobs) {
    return application.root().resultsProblem().isPresent()
        && jobs.stream().allMatch(name -> DELIVERED.contains(job(name).state()));
  }

  /** Why results are not written, where nothing else is left to do. */
  private Optional<String> unwritten(List<JobSummary> summaries) {
    return application
        .root()
        .resultsProblem()
        .filter(
            problem ->
                summaries.stream().allMatch(summary -> DELIVERED.contains(summary.job().state())));
  }

  private static List<String> notWritten(String problem) {
    return List.of(
        problem,
        "what became of the rows is in the ledger: mend that, then start run or import again");
  }

  private List<String> whatIsLeft(List<JobSummary> summaries) {
    List<String> lines = new ArrayList<>();
    summaries.stream()
        .filter(summary -> summary.open() == 0)
        .filter(summary -> summary.job().state() != Job.State.COMPLETE)
        .forEach(summary -> lines.add(unwritten(summary.job())));
    lines.addAll(whyLeft);
    if (stop.isRaised()) {
      summaries.stream()
          .filter(summary -> summary.open() > 0)
          .forEach(summary -> lines.add(waiting(summary)));
    }
    return lines;
  }

  private static String unwritten(Job job) {
    return job.name()
        + ": its result files are still to be written: to go on, import "
        + ShellArgument.option("--resume", job.name())
        + " or start run";
  }

  private static String waiting(JobSummary summary) {
    return summary.job().name()
        + ": "
        + WaitingChanges.of(summary.open())
        + " in the ledger, nothing is lost: to go on, import "
        + ShellArgument.option("--resume", summary.job().name())
        + " or start run";
  }

  private boolean isComplete(String job) {
    return job(job).state() == Job.State.COMPLETE;
  }

  private JobSummary summary(String job) {
    return reports().summary(job(job));
  }

  private Job job(String name) {
    return reports().job(name).orElseThrow();
  }

  private Reports reports() {
    return application.ledger().reports();
  }

  private static boolean hasBadRows(JobSummary summary) {
    return ImportCounts.bad(summary) > 0;
  }
}
