package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.text.Counted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code job resume}: lets a paused job go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Lets a job go on that was paused, by job pause, by job.max-deletes or by --max-failures,"
            + " which has no part in it any more.")
final class JobResumeCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "JOB", description = "Its name, as status shows it.")
  private String name;

  JobResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (JobSession job = JobSession.open(session, name)) {
      if (!job.control().resume(job.job())) {
        throw new UsageException(
            job.name()
                + (job.job().state() == Job.State.COMPLETE
                    ? " is complete, and nothing of it waits; job show shows it"
                    : " is not paused: job show says what it waits for"));
      }
      JobView view = job.view();
      job.out()
          .println(
              job.json()
                  ? view.json()
                  : job.name() + " goes on: " + Counted.number(view.summary().open()) + " open");
    }
    return ExitStatus.OK;
  }
}
