package io.connectorroutes.app.command;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.text.PrintableText;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: what a tenant holds, as changes. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Prints what a tenant holds as changes: its API connectors, connector groups, which group"
            + " each connector is in, and what user flows call. Secrets are left out: a row that"
            + " needs one is refused until it is completed.",
    footer = {"", "Exit status: 1 where something of the tenant cannot be read."})
final class ExportCommand implements Callable<Integer> {
  /** Constants have the names that are given. */
  private enum Format {
    json(FileFormat.JSON),
    jsonl(FileFormat.JSON_LINES),
    csv(FileFormat.CSV);

    private final FileFormat file;

    Format(FileFormat file) {
      this.file = file;
    }
  }

  private final Session session;

  @Option(names = "--tenant", paramLabel = "ALIAS", description = "The default tenant if absent.")
  private String tenant;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; jsonl if absent, and json with --json.")
  private Format format;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    AtomicInteger leftOut = new AtomicInteger();
    ChangeRows rows = new ChangeRows(file());
    session
        .collaborators()
        .exports()
        .export(
            session.configuration(),
            tenant,
            rows::row,
            line -> {
              leftOut.incrementAndGet();
              session.collaborators().terminal().note("warning: " + PrintableText.text(line));
            });
    session.data().print(rows.end());
    return leftOut.get() == 0 ? ExitStatus.OK : ExitStatus.SOME_CHANGES_FAILED;
  }

  private FileFormat file() {
    if (session.json() && format == Format.csv) {
      throw new UsageException("--json and --format csv exclude each other: leave one of them out");
    }
    if (format != null) {
      return format.file;
    }
    return session.json() ? FileFormat.JSON : FileFormat.JSON_LINES;
  }
}
