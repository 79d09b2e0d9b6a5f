package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.text.Counted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code job pause}: lets nothing more of a job be sent. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Lets nothing more of a job be sent until it is resumed.")
final class JobPauseCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "JOB", description = "Its name, as status shows it.")
  private String name;

  JobPauseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (JobSession job = JobSession.open(session, name)) {
      if (!job.control().pause(job.job(), "by job pause")) {
        throw new UsageException(
            job.name()
                + " is "
                + StatusJson.wordOf(job.view().summary().job().state())
                + ": nothing of it is left to pause");
      }
      JobView view = job.view();
      job.out()
          .println(
              job.json()
                  ? view.json()
                  : job.name()
                      + " is paused: "
                      + Counted.number(view.summary().open())
                      + " open; job resume lets it go on");
    }
    return ExitStatus.OK;
  }
}
