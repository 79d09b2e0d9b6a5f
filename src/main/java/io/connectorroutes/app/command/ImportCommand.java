package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.PrintableText;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: files, once. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Records the files, which stay where they are, delivers what is due until their jobs are"
            + " complete, and prints the counts.")
final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files that end in .json, .jsonl or .csv; under the working directory.")
  private List<Path> files = List.of();

  @Option(
      names = "--resume",
      paramLabel = "JOB",
      description = "Goes on with a job that is in the ledger already.")
  private String resume;

  @Option(names = "--quiet", description = "Shows nothing of how far it is.")
  private boolean quiet;

  @Option(
      names = "--max-failures",
      paramLabel = "N|P%",
      converter = FailureLimitReader.class,
      description =
          "With more rows rejected, failed or unknown the job is paused: so many, or so many"
              + " percent of its rows.")
  private FailureLimit maxFailures;

  @Option(
      names = "--max-deletes",
      paramLabel = "N",
      description =
          "A file with more deletes is paused before any of it is sent; wins over"
              + " job.max-deletes. Not with --resume.")
  private Integer maxDeletes;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (files.isEmpty() == (resume == null)) {
      throw new ParameterException(spec.commandLine(), "give either files or --resume JOB");
    }
    if (maxDeletes != null && resume != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-deletes is for files: the deletes of a job are counted when it is recorded; job"
              + " show, job pause and job cancel are for what is recorded");
    }
    if (maxDeletes != null && maxDeletes < 0) {
      throw new ParameterException(
          spec.commandLine(), "--max-deletes must be 0 or more, and is " + maxDeletes);
    }
    List<Path> absolute = files.stream().map(ReadableFile::ofChanges).distinct().toList();
    Configuration configuration = configuration();
    if (resume != null) {
      // Before anything is delivered.
      requireResumable(configuration);
    }
    return session
        .collaborators()
        .imports()
        .run(
            configuration, new ImportOptions(absolute, resume, session.json(), quiet, maxFailures));
  }

  private void requireResumable(Configuration configuration) {
    try (Ledger ledger = session.existingLedger(configuration)) {
      Job job = KnownJobs.find(ledger, resume);
      String why =
          switch (job.state()) {
            case RECORDING -> "was not recorded to its end: import its file again";
            case REFUSED -> "was refused: import its file again, corrected";
            case OPEN, PAUSED, SETTLED, COMPLETE ->
                job.fileName() == null ? "is a queue: start run to go on with it" : null;
          };
      if (why != null) {
        throw new UsageException(PrintableText.text(resume) + " " + why);
      }
      if (maxFailures != null) {
        ledger.jobControl().limitFailures(job, maxFailures);
      }
    }
  }

  private Configuration configuration() {
    return maxDeletes == null
        ? session.configuration()
        : session.configuration(Keys.JOB_MAX_DELETES.name() + "=" + maxDeletes);
  }
}
