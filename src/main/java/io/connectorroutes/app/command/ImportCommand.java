package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: files, once. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Records the files, which stay where they are, delivers what is due until their jobs are"
            + " complete, and prints the counts.")
final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files that end in .json, .jsonl or .csv; under the working directory.")
  private List<Path> files;

  @Option(
      names = "--max-deletes",
      paramLabel = "N",
      description =
          "A file with more deletes is paused before any of it is sent; wins over"
              + " job.max-deletes.")
  private Integer maxDeletes;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<Path> absolute = files.stream().map(ReadableFile::ofChanges).toList();
    return session.collaborators().imports().run(configuration(), absolute, session.json());
  }

  private Configuration configuration() {
    return maxDeletes == null
        ? session.configuration()
        : session.configuration(Keys.JOB_MAX_DELETES.name() + "=" + maxDeletes);
  }
}
