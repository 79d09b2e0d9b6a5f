package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.text.Counted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code job cancel}: withdraws what of a job was not sent. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description =
        "Withdraws what of a job was not sent. What is being sent, or whose answer was lost, is"
            + " finished first.")
final class JobCancelCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "JOB", description = "Its name, as status shows it.")
  private String name;

  JobCancelCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (JobSession job = JobSession.open(session, name)) {
      if (job.job().state() == Job.State.REFUSED) {
        throw new UsageException(job.refusal());
      }
      long withdrawn = job.control().cancel(job.job());
      JobView view = job.view();
      job.out()
          .println(
              job.json()
                  ? Json.print(view.node().put("withdrawn", withdrawn))
                  : text(job.name(), withdrawn, view));
    }
    return ExitStatus.OK;
  }

  private static String text(String name, long withdrawn, JobView view) {
    String line = name + ": " + Counted.number(withdrawn) + " withdrawn";
    if (view.summary().open() > 0) {
      return line + ", " + Counted.number(view.summary().open()) + " to be finished first";
    }
    boolean isWritten = view.results() != null || view.summary().job().format() == null;
    if (isWritten) {
      return line;
    }
    return line
        + (view.isWorkedOn()
            ? "; its result files are being written"
            : "; run or import --resume writes its result files");
  }
}
