package io.connectorroutes.config;

import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.secret.KeyVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The configuration, checked as a whole; nothing of it changes. A value is asked for by its key;
 * what takes more than one key, or is not used as it stands, has a method or a section. Nothing is
 * created by reading it. {@code toString} shows no value.
 */
public final class Configuration {
  /** What the keys of apps' certificates end in. */
  private static final String CERTIFICATE = ".client-certificate";

  private final Map<String, Setting> settings;
  private final Path home;
  private final SecretReferences references;
  private final Path routesDirectory;
  private final boolean embedded;
  private final GraphSection graph;
  private final OutcomeSection outcome;
  private final LedgerSection ledger;
  private final EntraSection entra;
  private final Function<Configuration, KeyVault> keyVaults;

  /** Null before it is asked for. */
  private KeyVault keyVault;

  /**
   * Checks everything; a secret's reference is followed only when the secret is asked for.
   *
   * @param settings by key, none blank
   * @param home absolute
   * @param keyVaults gives what reads from key vaults
   * @param routes where the distribution's routes are; null where there is no distribution
   * @param embedded whether it is of another application than the program
   * @throws UsageException for the first key that is unknown, out of range, missing or at odds with
   *     another one
   */
  Configuration(
      Map<String, Setting> settings,
      Path home,
      SecretReferences references,
      Function<Configuration, KeyVault> keyVaults,
      Path routes,
      boolean embedded) {
    this.settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    this.home = home;
    this.references = references;
    this.keyVaults = keyVaults;
    this.embedded = embedded;
    settings.values().forEach(this::check);
    Path given = path(Keys.ROUTES_DIRECTORY);
    this.routesDirectory = given == null ? routes : given;
    this.graph = GraphSection.from(this);
    this.outcome = OutcomeSection.from(this);
    this.ledger = LedgerSection.from(this);
    this.entra = EntraSection.from(this);
  }

  private void check(Setting setting) {
    if (CamelKeys.isCamel(setting.key())) {
      CamelKeys.check(setting, embedded);
      return;
    }
    Key<?> key = KeyNames.of(setting, embedded);
    if (!(key.secret() && SecretReferences.isReference(setting.text()))) {
      key.type().parse(setting.subject(), key.secret() ? setting.text() : setting.text().strip());
    }
  }

  /** Whether a value is given for a key. */
  public boolean has(Key<?> key) {
    return settings.containsKey(key.name());
  }

  /** Whether there is a broker whose queue changes come from. */
  public boolean hasQueue() {
    return has(Keys.QUEUE_URL) || has(Keys.CONNECTION_FACTORY);
  }

  /** Whether the routes are in another application than the program. */
  public boolean isEmbedded() {
    return embedded;
  }

  /**
   * The value given for a key, or its default; null where there is neither, and for what is off in
   * another application unless it is set.
   */
  public <T> T get(Key<T> key) {
    Setting setting = settings.get(key.name());
    if (setting != null) {
      return key.type().parse(setting.subject(), setting.text().strip());
    }
    boolean isOff = embedded && Keys.OFF_WHERE_EMBEDDED.contains(key);
    return key.defaultText() == null || isOff
        ? null
        : key.type().parse(key.name(), key.defaultText());
  }

  /** A path, absolute; relative ones are under the home. Null where there is none. */
  public Path path(Key<Path> key) {
    return Optional.ofNullable(get(key)).map(home::resolve).map(Path::normalize).orElse(null);
  }

  /** A secret; null where none is given. */
  public Secret secret(Key<String> key) {
    Setting setting = settings.get(key.name());
    return setting == null
        ? null
        : new Secret(
            () ->
                key.type()
                    .parse(
                        setting.subject(),
                        references.resolve(key.name(), setting.text(), this::keyVault)));
  }

  /**
   * Reads from the key vaults of the cloud, for secrets here as for those that changes refer to;
   * the same one each time.
   */
  public synchronized KeyVault keyVault() {
    if (keyVault == null) {
      keyVault = keyVaults.apply(this);
    }
    return keyVault;
  }

  /**
   * The certificate of an app: itself, or the absolute path of its file; null where none is given.
   */
  Secret certificate(Key<String> key) {
    Setting setting = settings.get(key.name());
    return setting == null
        ? null
        : new Secret(
            () ->
                CertificateText.of(
                    setting.subject(),
                    CertificateText.isReference(setting.text())
                        ? references.resolve(key.name(), setting.text(), this::keyVault)
                        : setting.text(),
                    home));
  }

  /**
   * The {@code ledger.key} that a reference on the command line stands for.
   *
   * @param option where it is given, for messages
   * @throws UsageException where it is no reference, since others can see what stands there, or one
   *     to a file that others can read
   */
  public Secret ledgerKey(String option, String reference) {
    if (!SecretReferences.isReference(reference)) {
      throw new UsageException(
          option
              + " takes no key itself, which others on this machine could see: give env:NAME,"
              + " file:PATH or keyvault:VAULT/SECRET");
    }
    return ledgerKeyOf(option, reference);
  }

  /** The configured {@code ledger.key}; null where none is given. */
  private Secret ledgerKey() {
    Setting setting = settings.get(Keys.LEDGER_KEY.name());
    return setting == null ? null : ledgerKeyOf(setting.subject(), setting.text());
  }

  private Secret ledgerKeyOf(String subject, String text) {
    return new Secret(
        () -> {
          references.requireOwn(subject, text);
          return Keys.LEDGER_KEY
              .type()
              .parse(subject, references.resolve(subject, text, this::keyVault));
        });
  }

  /** The tenant's own key where that is given, or the default tenant's, which it inherits. */
  <T> Key<T> inherited(Key<T> key, String alias) {
    return alias != null && has(key.of(alias)) ? key.of(alias) : key;
  }

  /** The aliases of further tenants. */
  Set<String> aliases() {
    return KeyNames.aliases(settings.keySet());
  }

  /** The folder of configuration and data, absolute; need not exist. */
  public Path home() {
    return home;
  }

  /** The cloud and its tenants. */
  public GraphSection graph() {
    return graph;
  }

  /** Where outcomes, dead letters and results go. */
  public OutcomeSection outcome() {
    return outcome;
  }

  /** Where the ledger is. */
  public LedgerSection ledger() {
    return ledger;
  }

  /** What is logged in to as the process itself. */
  public EntraSection entra() {
    return entra;
  }

  /** How client certificates of changes are checked. */
  public CertificateSettings certificates() {
    return new CertificateSettings(
        get(Keys.CERTIFICATES_CHECK), get(Keys.CERTIFICATES_REPACK), get(Keys.CERTIFICATES_WARN));
  }

  /** How often and how long a change is tried. */
  public DeliverySettings delivery() {
    return new DeliverySettings(
        get(Keys.GRAPH_MAX_ATTEMPTS),
        get(Keys.GRAPH_RETRY_FOR),
        get(Keys.GRAPH_LOST_ANSWER_WAIT),
        get(Keys.GRAPH_MAX_WAIT));
  }

  /**
   * How to open the ledger, its secrets looked up.
   *
   * @param lease how long a claim holds without renewal
   * @throws UsageException where a secret cannot be had
   */
  public LedgerSettings ledgerSettings(Duration lease) {
    return new LedgerSettings(
            ledger.url(),
            get(Keys.LEDGER_USER),
            Secret.revealOrNull(secret(Keys.LEDGER_PASSWORD)),
            Secret.revealOrNull(ledgerKey()),
            ledger.keyFile(),
            lease)
        .withBudget(get(Keys.GRAPH_BUDGET))
        .withLostAnswerWait(get(Keys.GRAPH_LOST_ANSWER_WAIT))
        .withPauseAfter(get(Keys.GRAPH_PAUSE_AFTER))
        .withAccounts(graph.configuredTenants()::missing);
  }

  /** Patterns of references that changes may use; may be empty. */
  public List<String> secretsAllow() {
    return Optional.ofNullable(get(Keys.SECRETS_ALLOW)).orElse(List.of());
  }

  /**
   * The folder of routes, absolute; null where neither it nor a distribution is given: then the
   * routes are those packed with the program.
   */
  public Path routesDirectory() {
    return routesDirectory;
  }

  /** The home's own folder of routes, loaded in addition; null where there is none. */
  public Path homeRoutes() {
    Path routes = home.resolve("routes");
    return Files.isDirectory(routes) && !routes.equals(routesDirectory) ? routes : null;
  }

  /** Camel's own keys, as they are. */
  public Map<String, String> camel() {
    return CamelKeys.of(settings.values().stream());
  }

  /** What is set for our component of Kafka, by option: what its brokers ask of their clients. */
  public Map<String, String> kafkaOptions() {
    return CamelKeys.ofKafka(settings.values().stream());
  }

  /** Lines for the user; may be empty. */
  public List<String> warnings() {
    return Stream.concat(literalSecrets(), HomeModes.warnings(home)).toList();
  }

  private Stream<String> literalSecrets() {
    return settings.values().stream()
        .filter(Setting::fromCommandLine)
        .filter(this::isLiteralSecret)
        .map(
            setting ->
                setting.key()
                    + " is given on the command line, where others on this machine can see it:"
                    + " better give "
                    + (CamelKeys.isCamel(setting.key())
                        ? "it in the file, with {{env:NAME}} for the secret"
                        : "env:NAME, file:PATH or keyvault:VAULT/SECRET"));
  }

  private boolean isLiteralSecret(Setting setting) {
    if (CamelKeys.isCamel(setting.key())) {
      return CamelKeys.isSecret(setting.key()) && !setting.text().contains("{{");
    }
    boolean isPath = setting.key().endsWith(CERTIFICATE) && CertificateText.isPath(setting.text());
    return KeyNames.of(setting, embedded).secret()
        && !SecretReferences.isReference(setting.text())
        && !isPath;
  }

  /** The folders of what is the program's own, which no change may read a secret from. */
  public List<Path> ownFolders() {
    List<Path> folders =
        new ArrayList<>(
            List.of(
                home.resolve("config"),
                home.resolve("data"),
                home.resolve("logs"),
                home.resolve("routes"),
                path(Keys.RESULTS_DIRECTORY)));
    if (routesDirectory != null) {
      folders.add(routesDirectory);
    }
    Path inbox = path(Keys.INBOX_DIRECTORY);
    if (inbox != null) {
      folders.add(inbox);
      folders.add(inbox.resolveSibling("accepted"));
      folders.add(inbox.resolveSibling("refused"));
    }
    if (ledger.databaseFile() != null) {
      folders.add(ledger.databaseFile().getParent());
    }
    folders.addAll(outcome.folders());
    return List.copyOf(folders);
  }

  /** The files that settings name, which no change may read a secret from; they need not exist. */
  public List<Path> ownFiles() {
    NamedFiles named = new NamedFiles(home, references.environment());
    return Stream.concat(
            named.ofIdentity(),
            settings.values().stream().flatMap(setting -> filesOf(setting, named)))
        .distinct()
        .toList();
  }

  private Stream<Path> filesOf(Setting setting, NamedFiles named) {
    if (setting.key().equals(Keys.SECRETS_ALLOW.name())) {
      // These are the changes' own.
      return Stream.of();
    }
    if (setting.key().endsWith(CERTIFICATE)) {
      return named.ofCertificate(setting.text());
    }
    boolean isSecret = !CamelKeys.isCamel(setting.key()) && KeyNames.of(setting, embedded).secret();
    return isSecret ? named.ofSecret(setting.text()) : named.within(setting.text());
  }

  @Override
  public String toString() {
    return "Configuration[" + home + "]";
  }
}
