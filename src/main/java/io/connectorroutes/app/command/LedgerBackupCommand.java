package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ledger backup}: a copy of the ledger as it is at one moment. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description =
        "Writes a copy of the ledger, as it is at one moment, to a new file that its owner alone"
            + " can read; run may be at work. The key is not in it: keep that elsewhere. On"
            + " PostgreSQL use pg_dump.")
final class LedgerBackupCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "1",
      paramLabel = "FILE",
      description = "Where the copy goes; nothing may be there yet.")
  private Path file;

  LedgerBackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Configuration configuration = session.configuration();
    session.requireLedger(configuration);
    Path target = file.toAbsolutePath().normalize();
    session.collaborators().backups().accept(configuration, target);
    if (session.json()) {
      session.out().println(Json.print(Json.NODES.objectNode().put("backup", target.toString())));
    } else {
      session.out().println("the ledger is copied to " + target + ", without its key");
    }
    return ExitStatus.OK;
  }
}
