package io.connectorroutes.app;

import io.connectorroutes.app.ImportReport.Refused;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.ledger.RetryWhileUnavailable;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.files.FolderProblems;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.RequestBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /** A pause ends with the last row of its job. */
  private static final Set<Job.State> WRITTEN_NEXT =
      Set.of(Job.State.OPEN, Job.State.PAUSED, Job.State.SETTLED);

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
    try (Application application = Application.start(configuration, Mode.IMPORT, stop)) {
      StopFlag flag = new StopFlag(stop, application::endSoon);
      return new ImportRun(application, configuration, terminal, flag)
          .run(options, application::close);
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

  /**
   * Runs it.
   *
   * @param ending ends what is in flight, then looks
   */
  int run(ImportOptions options, Function<Supplier<ImportEnd>, ImportEnd> ending) throws Exception {
    List<Refused> refused = new ArrayList<>();
    List<String> jobs = new ArrayList<>();
    boolean isRecorded = recordAndDeliver(options, jobs, refused);
    // Asked while the routes are there.
    Optional<String> problem = application.root().resultsProblem();
    ImportReport report = new ImportReport(configuration, terminal);
    ImportEnd end;
    try {
      end =
          ending.apply(
              () -> untilStopped(e -> {}).call(() -> ImportEnd.of(application.ledger(), jobs)));
    } catch (DatabaseUnavailableException e) {
      requireStopped(e);
      jobs.forEach(job -> whyLeft.add(ImportEnd.toGoOn(job, unseen(e))));
      report.print(List.of(), refused, whyLeft, options.json());
      return ExitStatus.INTERRUPTED;
    }
    boolean isComplete = isRecorded && end.isComplete();
    Optional<String> unwritten =
        problem.filter(none -> isRecorded && !isComplete && end.isDelivered());
    List<String> left =
        isComplete ? List.of() : unwritten.map(this::notWritten).orElseGet(() -> whatIsLeft(end));
    report.print(end.summaries(), refused, left, options.json());
    if (!isComplete && unwritten.isEmpty()) {
      return ExitStatus.INTERRUPTED;
    }
    if (unwritten.isPresent() || !refused.isEmpty()) {
      return ExitStatus.USAGE;
    }
    return end.hasBadRows() ? ExitStatus.SOME_CHANGES_FAILED : ExitStatus.OK;
  }

  private ImportProgress progress(ImportOptions options) {
    if (options.quiet()) {
      return ImportProgress.NONE;
    }
    return terminal.isScreen() && !options.json()
        ? new ProgressBesideLog(new ProgressScreen(terminal.help(), terminal.window()))
        : new ProgressLines(terminal.err(), System::nanoTime);
  }

  /**
   * Records files, or takes up a job, and delivers until the jobs are complete, or nothing that is
   * left can go on.
   *
   * @param jobs is given the names of those that are recorded
   * @return false where a person asked to stop before all files were recorded
   */
  private boolean recordAndDeliver(ImportOptions options, List<String> jobs, List<Refused> refused)
      throws Exception {
    try (ImportProgress progress = progress(options)) {
      if (options.resume() == null && !record(options, jobs, refused, progress)) {
        return false;
      }
      if (options.resume() != null) {
        jobs.add(options.resume());
      }
      ImportCounts counts = counts(progress);
      untilStopped(e -> counts.waitForLedger(e.getMessage())).run(() -> deliver(jobs, counts));
    } catch (DatabaseUnavailableException e) {
      requireStopped(e);
    }
    return true;
  }

  private ImportCounts counts(ImportProgress progress) {
    RequestBudget budget = configuration.get(Keys.GRAPH_BUDGET);
    return new ImportCounts(application.ledger(), budget, progress, System::nanoTime);
  }

  /** Who asked to stop is told how to go on; whatever else the ledger has failed of is an error. */
  private void requireStopped(DatabaseUnavailableException e) {
    if (!stop.isRaised()) {
      throw e;
    }
  }

  /** What the ledger's database is needed for waits for it, unless a person asks to stop. */
  private RetryWhileUnavailable untilStopped(Consumer<DatabaseUnavailableException> away) {
    return RetryWhileUnavailable.until(stop::isRaised, away);
  }

  private static String unseen(DatabaseUnavailableException e) {
    return e.getMessage() + "; what is in the ledger is safe";
  }

  private boolean record(
      ImportOptions options, List<String> jobs, List<Refused> refused, ImportProgress progress)
      throws Exception {
    List<Path> files = options.files();
    try (RecordingWatch watch = new RecordingWatch(application.ledger(), progress);
        ProducerTemplate template = application.context().createProducerTemplate()) {
      for (Path file : files) {
        watch.recording(file);
        ImportedFile imported =
            new ImportedFile(application, template, file, options.maxFailures(), stop::isRaised);
        try {
          untilStopped(e -> {}).run(imported::record);
        } catch (DatabaseUnavailableException away) {
          files
              .subList(files.indexOf(file), files.size())
              .forEach(left -> whyLeft.add(unrecorded(left, away)));
          return false;
        }
        if (imported.failure().isPresent()) {
          throw imported.failure().get();
        }
        imported
            .refusal()
            .ifPresentOrElse(
                reason -> refused.add(new Refused(file, reason)), () -> add(jobs, imported.job()));
      }
    }
    return true;
  }

  /** Two files may be one, by a link. */
  private static void add(List<String> jobs, String job) {
    if (!jobs.contains(job)) {
      jobs.add(job);
    }
  }

  private static String unrecorded(Path file, DatabaseUnavailableException why) {
    return file
        + " is not recorded to its end, and none of its rows is sent: "
        + why.getMessage()
        + "; mend that, then import it again";
  }

  /**
   * Waits for the routes to deliver, until that is done, a person asks to stop, nothing that is
   * left can go on, or results cannot be written.
   */
  private void deliver(List<String> jobs, ImportCounts counts) {
    long lookedAt = System.nanoTime();
    long pause = 0;
    boolean isFirst = true;
    boolean wasComplete = false;
    while (true) {
      long now = System.nanoTime();
      boolean isTime = now - lookedAt >= pause;
      boolean isComplete = jobs.stream().allMatch(this::isComplete);
      if (isComplete && (isTime || !wasComplete) && replays(jobs) == 0) {
        return;
      }
      wasComplete = isComplete;
      if (stop.isRaised() || (!isComplete && isOnlyUnwritten(jobs))) {
        return;
      }
      if (isTime) {
        List<JobSummary> summaries = jobs.stream().map(this::summary).toList();
        counts.count(summaries);
        if (!isAnyToBeWritten(summaries) && isHeld(jobs, counts.isStalledFor(STALLED))) {
          return;
        }
        lookedAt = System.nanoTime();
        // What the first one takes is mostly the JVM's start; a person waits for the second.
        pause = isFirst ? COUNT.toNanos() : Math.max(COUNT.toNanos(), (lookedAt - now) * PARTS);
        isFirst = false;
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Whether nothing that is left can go on without a person; says why then. */
  private boolean isHeld(List<String> names, boolean isStalled) {
    List<Job> jobs = names.stream().map(this::job).toList();
    ImportJobs now = ImportJobs.of(application.ledger());
    List<Job> left =
        jobs.stream()
            .filter(job -> !ImportEnd.isDelivered(job) || now.replays(List.of(job)) > 0)
            .toList();
    List<Job> going = left.stream().filter(job -> job.state() != Job.State.PAUSED).toList();
    List<String> lines =
        going.isEmpty() ? List.of() : unusable.leftOf(now.left(going), going, isStalled);
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

  private long replays(List<String> names) {
    List<Job> jobs = names.stream().map(this::job).toList();
    return ImportJobs.of(application.ledger()).replays(jobs);
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
        && jobs.stream().allMatch(name -> ImportEnd.isDelivered(job(name)));
  }

  private List<String> notWritten(String problem) {
    Path results = configuration.outcome().results();
    String remedy =
        FolderProblems.of(results, Path::toString)
            .map(wrong -> wrong + ": " + FolderProblems.REMEDY + " as results.directory")
            .orElseGet(
                () -> "see to the owner and mode of " + results + " and to the room on its disk");
    return List.of(
        problem,
        "what became of the rows is in the ledger; " + remedy + ", then start run or import again");
  }

  private List<String> whatIsLeft(ImportEnd end) {
    List<String> lines = new ArrayList<>(end.unwritten());
    lines.addAll(whyLeft);
    if (stop.isRaised()) {
      lines.addAll(end.waiting());
    }
    return lines;
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
}
