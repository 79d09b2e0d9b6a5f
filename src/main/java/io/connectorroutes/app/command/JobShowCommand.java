package io.connectorroutes.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code job show}: one job as it is. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a job: its counts, why it waits, its times, and where its results are.")
final class JobShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "JOB", description = "Its name, as status shows it.")
  private String name;

  JobShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (JobSession job = JobSession.open(session, name)) {
      if (job.json()) {
        job.out().println(job.view().json());
      } else {
        job.view().print(job.out());
      }
    }
    return ExitStatus.OK;
  }
}
