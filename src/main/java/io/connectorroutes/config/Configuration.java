package io.connectorroutes.config;

import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.ledger.LedgerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The configuration, checked as a whole; nothing of it changes. Nothing is created by reading it.
 * {@code toString} shows no value.
 *
 * @param home the folder of configuration and data, absolute; need not exist
 * @param graph never null
 * @param certificates never null
 * @param inbox never null
 * @param queue null where there is no queue intake
 * @param kafka null where there is no Kafka intake
 * @param outcome never null
 * @param ledger never null
 * @param secretsAllow patterns of references that changes may use; may be empty
 * @param management never null
 * @param routesDirectory the folder of routes, absolute; null where neither it nor a distribution
 *     is given: then the routes are those packed with the program
 * @param camel Camel's own keys, as they are
 * @param warnings lines for the user; may be empty
 */
public record Configuration(
    Path home,
    GraphSection graph,
    CertificateSettings certificates,
    InboxSection inbox,
    QueueSection queue,
    KafkaSection kafka,
    OutcomeSection outcome,
    LedgerSection ledger,
    List<String> secretsAllow,
    ManagementSection management,
    Path routesDirectory,
    Map<String, String> camel,
    List<String> warnings) {

  /** The home's own folder of routes, loaded in addition; null where there is none. */
  public Path homeRoutes() {
    Path routes = home.resolve("routes");
    return Files.isDirectory(routes) && !routes.equals(routesDirectory) ? routes : null;
  }

  /**
   * How to open the ledger, its secrets looked up.
   *
   * @param lease how long a claim holds without renewal
   * @throws UsageException where a secret cannot be had
   */
  public LedgerSettings ledgerSettings(Duration lease) {
    return ledger
        .settings(lease)
        .withBudget(graph.budget())
        .withAccounts(graph.configuredTenants()::missing);
  }

  /** The folders of what is the program's own, which no change may read a secret from. */
  public List<Path> ownFolders() {
    List<Path> folders =
        new ArrayList<>(
            List.of(
                home.resolve("config"),
                home.resolve("data"),
                inbox.directory(),
                inbox.directory().resolveSibling("accepted"),
                inbox.directory().resolveSibling("refused"),
                outcome.results()));
    if (ledger.databaseFile() != null) {
      folders.add(ledger.databaseFile().getParent());
    }
    outcome.deadLetterFolder().ifPresent(folders::add);
    return List.copyOf(folders);
  }

  @Override
  public String toString() {
    return "Configuration[" + home + "]";
  }
}
