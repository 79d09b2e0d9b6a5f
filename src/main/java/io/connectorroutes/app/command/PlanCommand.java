package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.plan.Action;
import io.connectorroutes.plan.PlanResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan}: what files would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Reads the tenants and shows what each row of the files would do there, how many requests"
            + " that takes, and how long. It changes nothing.",
    footer = {
      "",
      "+ create  ~ update  - delete  = nothing to do  ! cannot work  ? a name fits twice",
      "Exit status: 1 where a row has ! or ?."
    })
final class PlanCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files that end in .json, .jsonl or .csv; under the working directory.")
  private List<Path> files;

  @Option(
      names = "--offline",
      description =
          "Looks at no tenant: names that no row makes or takes away are taken as those of an"
              + " object each.")
  private boolean isOffline;

  PlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<Path> absolute = files.stream().map(ReadableFile::ofChanges).toList();
    Configuration configuration = session.configuration();
    Collaborators.Plan plans = session.collaborators().plans();
    PlanResult result;
    if (session.json()) {
      PlanJson json = new PlanJson(session.out());
      result = plans.plan(configuration, absolute, isOffline, true, json::row);
      json.end(result);
    } else {
      PlanText text = new PlanText(configuration.graph().configuredTenants().all().size() > 1);
      result = plans.plan(configuration, absolute, isOffline, false, text::row);
      text.print(result, session.out());
    }
    boolean isFine =
        result.totals().count(Action.CANNOT_WORK) + result.totals().count(Action.FITS_TWICE) == 0;
    return isFine ? ExitStatus.OK : ExitStatus.SOME_CHANGES_FAILED;
  }
}
