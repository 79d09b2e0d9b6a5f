package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.ShellArgument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code job results}: what is there of a job, done or not. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description =
        "Writes the result files of a job as far as they are known now, done or not, into a new"
            + " folder. Nothing of the job changes.")
final class JobResultsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "JOB", description = "Its name, as status shows it.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "The folder, new or empty, under the working directory; JOB-results where not given.")
  private Path to;

  JobResultsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (JobSession job = JobSession.open(session, name)) {
      if (job.job().format() == null) {
        throw new UsageException(
            job.name() + " is a queue and has no result files; see logs/outcomes.jsonl");
      }
      if (job.job().state() == Job.State.REFUSED) {
        throw new UsageException(job.refusal());
      }
      Path folder =
          Optional.ofNullable(to)
              .orElse(Path.of(ResultFiles.folderName(job.job()) + "-results"))
              .toAbsolutePath();
      JobView view = job.view();
      if (!job.results().snapshot(view.summary().job(), folder)) {
        throw new UsageException(
            ShellArgument.path(folder)
                + " is there and not an empty folder; give another one with --to");
      }
      job.out()
          .println(
              job.json()
                  ? Json.print(view.node().put("snapshot", folder.toString()))
                  : job.name()
                      + ": "
                      + view.counts()
                      + "; written into "
                      + PrintableText.text(ShellArgument.path(folder)));
    }
    return ExitStatus.OK;
  }
}
