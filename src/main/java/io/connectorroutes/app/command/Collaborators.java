package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.TenantSection;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.plan.PlanResult;
import io.connectorroutes.plan.PlannedRow;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the commands need of the rest of the product.
 *
 * @param configuration reads the configuration
 * @param ledgers opens the configured ledger, which whoever asked closes
 * @param backups writes a copy of the configured ledger to a new file, of that absolute path
 * @param run runs the routes
 * @param imports records and delivers files
 * @param plans says what files would do
 * @param exports writes what a tenant holds as changes
 * @param demo shows the whole way
 * @param sandbox starts the sandbox
 * @param checks looks at what a run needs
 * @param sends makes messages of the rows of files
 * @param deadLetterJson the JSON document of a dead letter, its secrets masked
 * @param stop tells when to stop
 * @param input standard input
 * @param echo what is typed into standard input
 * @param terminal where to write
 */
public record Collaborators(
    ConfigurationReader configuration,
    Function<Configuration, Ledger> ledgers,
    BiConsumer<Configuration, Path> backups,
    Run run,
    Import imports,
    Plan plans,
    Export exports,
    Demo demo,
    SandboxStarter sandbox,
    Checks checks,
    Sends sends,
    Function<DeadLetter, String> deadLetterJson,
    StopSignal stop,
    InputStream input,
    Echo echo,
    Terminal terminal) {

  /** Runs the routes until the process is asked to stop, then finishes what is in flight. */
  @FunctionalInterface
  public interface Run {
    /** Returns an exit status of {@link ExitStatus}; throws what {@link ErrorLines} prints. */
    int run(Configuration configuration) throws Exception;
  }

  /** Records files and delivers what is due until their jobs are complete. */
  @FunctionalInterface
  public interface Import {
    /**
     * Returns an exit status of {@link ExitStatus}; throws what {@link ErrorLines} prints.
     *
     * @param options the files, or the job that is gone on with
     */
    int run(Configuration configuration, ImportOptions options) throws Exception;
  }

  /** Looks at what a run needs, and alters nothing. */
  @FunctionalInterface
  public interface Checks {
    /**
     * Returns a line for each thing that was looked at; throws what {@link ErrorLines} prints.
     *
     * @param tenants those that are asked
     * @param permissions those that they must have
     */
    List<Check> run(
        Configuration configuration, List<TenantSection> tenants, Set<Permission> permissions)
        throws Exception;
  }

  /** Makes messages of the rows of files. */
  @FunctionalInterface
  public interface Sends {
    /**
     * Returns what became of each file; throws what {@link ErrorLines} prints.
     *
     * @param files absolute; each was readable and of a known format a moment ago
     * @param isKafka whether to the topic, in place of the queue
     */
    List<SentFile> run(
        Configuration configuration, List<Path> files, boolean isKafka, StopSignal stop)
        throws Exception;
  }

  /** Writes what a tenant holds as changes, and alters nothing. */
  @FunctionalInterface
  public interface Export {
    /**
     * Exports a tenant; throws what {@link ErrorLines} prints.
     *
     * @param tenant what it is called; null for the default one
     * @param rows told of each row
     * @param leftOut told in a line of what is left out
     */
    void export(
        Configuration configuration,
        String tenant,
        Consumer<ObjectNode> rows,
        Consumer<String> leftOut)
        throws Exception;
  }

  /** Says what files would do to tenants, and alters none. */
  @FunctionalInterface
  public interface Plan {
    /**
     * Plans files; throws what {@link ErrorLines} prints.
     *
     * @param files absolute; each was readable and of a known format a moment ago
     * @param isOffline whether no tenant is looked at
     * @param arePrinted whether rows are printed as they are told
     * @param rows told of each row
     */
    PlanResult plan(
        Configuration configuration,
        List<Path> files,
        boolean isOffline,
        boolean arePrinted,
        Consumer<PlannedRow> rows)
        throws Exception;
  }

  /** Shows the whole way on the shipped samples, against a sandbox and a broker of its own. */
  @FunctionalInterface
  public interface Demo {
    /**
     * Returns an exit status of {@link ExitStatus}; throws what {@link ErrorLines} prints.
     *
     * @param home where it is to leave its files; null where not given
     * @param properties each KEY=VALUE, to win over the demo's own
     * @param json whether one JSON document is printed at the end instead of text
     */
    int run(Path home, List<String> properties, boolean json) throws Exception;
  }
}
