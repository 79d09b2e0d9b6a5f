package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.text.PrintableText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * One {@code import}: files are recorded, and what is due is delivered until their jobs are done.
 */
final class ImportRun {
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration TENANTS = Duration.ofSeconds(1);
  private static final Duration PROGRESS = Duration.ofSeconds(2);
  private static final List<Outcome> BAD =
      List.of(Outcome.REJECTED, Outcome.FAILED, Outcome.UNKNOWN);

  private static final Set<Job.State> DELIVERED = Set.of(Job.State.SETTLED, Job.State.COMPLETE);

  private final Application application;
  private final Configuration configuration;
  private final Terminal terminal;
  private final StopFlag stop;
  private final UnusableTenants unusable;

  /**
   * Records files and delivers what is due until their jobs are complete.
   *
   * @param json whether one JSON document is printed at the end instead of text
   * @param stop says when a person asks to stop
   * @return an exit status of {@link ExitStatus}
   */
  static int run(
      Configuration configuration,
      List<Path> files,
      boolean json,
      Terminal terminal,
      StopSignal stop)
      throws Exception {
    try (Application application = Application.start(configuration, Mode.IMPORT)) {
      return new ImportRun(application, configuration, terminal, new StopFlag(stop))
          .importFiles(files, json);
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
            application.root().call().tenants(), application.root().call().tokens(), reports());
  }

  int importFiles(List<Path> files, boolean json) throws Exception {
    List<String> refusals = new ArrayList<>();
    List<String> jobs = record(files, refusals);
    boolean complete = deliver(jobs);
    List<JobSummary> summaries = jobs.stream().map(this::summary).toList();
    new ImportReport(configuration, terminal).print(summaries, json);
    refusals.forEach(this::print);
    if (!complete) {
      return printWhatIsLeft(summaries);
    }
    if (!refusals.isEmpty()) {
      return ExitStatus.USAGE;
    }
    return summaries.stream().anyMatch(ImportRun::hasBadRows)
        ? ExitStatus.SOME_CHANGES_FAILED
        : ExitStatus.OK;
  }

  private List<String> record(List<Path> files, List<String> refusals) throws Exception {
    List<String> jobs = new ArrayList<>();
    try (ProducerTemplate template = application.context().createProducerTemplate()) {
      for (Path file : files) {
        Exchange exchange =
            template.send("direct:connector-routes-intake-file", e -> body(e, file));
        String refusal = exchange.getProperty(LedgerProperties.REFUSAL, String.class);
        if (exchange.getException() != null) {
          throw exchange.getException();
        }
        if (refusal == null) {
          jobs.add(exchange.getProperty(LedgerProperties.JOB, Job.class).name());
        } else {
          refusals.add(file + " is refused: " + refusal);
        }
      }
    }
    return jobs;
  }

  private static void body(Exchange exchange, Path file) {
    exchange.getMessage().setBody(file.toFile());
  }

  /**
   * Waits for the routes to deliver; false where a person asked to stop before that was done, where
   * all that is left belongs to tenants that cannot be used, or where results cannot be written.
   */
  private boolean deliver(List<String> jobs) {
    long printed = System.nanoTime();
    long looked = printed;
    while (!jobs.stream().allMatch(this::isComplete)) {
      if (stop.isRaised() || isOnlyUnwritten(jobs)) {
        return false;
      }
      if (System.nanoTime() - looked > TENANTS.toNanos()) {
        List<String> left = unusable.leftOf(jobs.stream().map(this::job).toList());
        if (!left.isEmpty()) {
          left.forEach(this::print);
          print("what waits stays in the ledger: mend that, then start run or import again");
          return false;
        }
        looked = System.nanoTime();
      }
      if (System.nanoTime() - printed > PROGRESS.toNanos()) {
        jobs.forEach(this::printProgress);
        printed = System.nanoTime();
      }
      LockSupport.parkNanos(LOOK);
    }
    return true;
  }

  private boolean isOnlyUnwritten(List<String> jobs) {
    return application.root().resultsProblem().isPresent()
        && jobs.stream().allMatch(name -> DELIVERED.contains(job(name).state()));
  }

  private int printWhatIsLeft(List<JobSummary> summaries) {
    if (summaries.stream().allMatch(summary -> DELIVERED.contains(summary.job().state()))) {
      application.root().resultsProblem().ifPresent(this::print);
      print("what became of the rows is in the ledger: mend that, then start run or import again");
      return ExitStatus.USAGE;
    }
    if (stop.isRaised()) {
      for (JobSummary summary : summaries) {
        long open = summary.counts().getOrDefault("open", 0L);
        if (open > 0) {
          print(
              summary.job().name()
                  + ": "
                  + open
                  + (open == 1 ? " change waits" : " changes wait")
                  + " in the ledger, nothing is lost: to go on, import the same file again or start"
                  + " run");
        }
      }
    }
    return ExitStatus.INTERRUPTED;
  }

  private boolean isComplete(String job) {
    return job(job).state() == Job.State.COMPLETE;
  }

  private void print(String line) {
    terminal.err().println("connector-routes: " + PrintableText.text(line));
    terminal.err().flush();
  }

  private void printProgress(String job) {
    JobSummary summary = summary(job);
    long open = summary.counts().getOrDefault("open", 0L);
    terminal
        .err()
        .println(
            PrintableText.text(job)
                + ": "
                + (summary.job().rows() - open)
                + "/"
                + summary.job().rows());
    terminal.err().flush();
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
    return BAD.stream().anyMatch(o -> summary.counts().getOrDefault(o.wireName(), 0L) > 0);
  }
}
