package io.connectorroutes.config;

import static io.connectorroutes.config.ValueTypes.bool;
import static io.connectorroutes.config.ValueTypes.duration;
import static io.connectorroutes.config.ValueTypes.endpointUri;
import static io.connectorroutes.config.ValueTypes.integer;
import static io.connectorroutes.config.ValueTypes.oneOf;
import static io.connectorroutes.config.ValueTypes.path;
import static io.connectorroutes.config.ValueTypes.text;

import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.graph.CredentialKind;
import io.connectorroutes.ledger.RequestBudget;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The one table of keys: what can be configured, what a value must be, and what holds without. */
public final class Keys {
  public static final Key<CloudName> GRAPH_CLOUD =
      Key.of("graph.cloud", oneOf(CloudName.class), "global", "Microsoft cloud of the tenants");
  public static final Key<URI> GRAPH_ENDPOINT =
      Key.of(
          "graph.endpoint",
          ValueTypes.rootUrl(),
          null,
          "root URL of Graph; with `graph.cloud=custom` only, and required there");
  public static final Key<URI> GRAPH_AUTHORITY =
      Key.of(
              "graph.authority",
              ValueTypes.authority(),
              null,
              "URL of the token authority; with `graph.cloud=custom` only, and required there"
                  + " unless the credential is `none`")
          .defaultNote("the cloud's");
  public static final Key<String> GRAPH_API_VERSION =
      Key.of(
          "graph.api-version",
          oneOf("v1.0", "beta"),
          "v1.0",
          "version for API connectors and b2x user flows; everything else uses beta always");
  public static final Key<CredentialKind> GRAPH_CREDENTIAL =
      Key.of(
              "graph.credential",
              oneOf(CredentialKind.class),
              "default",
              "how tokens are obtained; `none` only for an endpoint on this machine")
          .perTenant();
  public static final Key<String> GRAPH_TENANT_ID =
      Key.of("graph.tenant-id", text(), null, "directory id or domain of the default tenant")
          .perTenant();
  public static final Key<String> GRAPH_CLIENT_ID =
      Key.of("graph.client-id", text(), null, "the app's (or managed identity's) client id")
          .perTenant();
  public static final Key<String> GRAPH_CLIENT_SECRET =
      Key.of("graph.client-secret", text(), null, "the app's secret, for `client-secret`")
          .asSecret()
          .perTenant();
  public static final Key<String> GRAPH_CLIENT_CERTIFICATE =
      Key.of(
              "graph.client-certificate",
              text(),
              null,
              "the app's certificate with its key, for `client-certificate`: path of a PEM or PFX"
                  + " file, or PEM, or a PFX in base64")
          .asSecret()
          .perTenant();
  public static final Key<String> GRAPH_CLIENT_CERTIFICATE_PASSWORD =
      Key.of(
              "graph.client-certificate-password",
              text(),
              null,
              "password of that PFX or of its encrypted key")
          .asSecret()
          .perTenant();
  public static final Key<Path> GRAPH_TOKEN_FILE =
      Key.of(
              "graph.token-file",
              path(),
              null,
              "file with the federated token, for `workload-identity`")
          .defaultNote("`AZURE_FEDERATED_TOKEN_FILE`")
          .perTenant();
  public static final Key<RequestBudget> GRAPH_BUDGET =
      Key.of(
          "graph.budget",
          ValueTypes.budget(),
          "200/1m",
          "at most so many Graph requests in any window of that length, per tenant, all workers"
              + " together; `none`: no limit");
  public static final Key<Integer> GRAPH_BATCH_SIZE =
      Key.of(
          "graph.batch-size",
          integer(1, 20),
          "20",
          "at most so many changes in one `$batch`; 1: no `$batch`");
  public static final Key<Integer> GRAPH_MAX_ATTEMPTS =
      Key.of(
          "graph.max-attempts",
          integer(1, 1000),
          "8",
          "attempts of one change; waiting for a throttled or parked tenant is none");
  public static final Key<Duration> GRAPH_RETRY_FOR =
      Key.of(
          "graph.retry-for",
          duration("1ms", "30d"),
          "1h",
          "how long one change is retried, if the attempts do not end first");
  public static final Key<Duration> GRAPH_LOST_ANSWER_WAIT =
      Key.of(
          "graph.lost-answer-wait",
          duration("0", "1h"),
          "10s",
          "how long after a lost answer \"not there\" is believed");
  public static final Key<Duration> GRAPH_MAX_WAIT =
      Key.of(
          "graph.max-wait",
          duration("1s", "365d"),
          "1d",
          "as long as Graph may ask to wait (Retry-After); beyond this it is cut to it");
  public static final Key<Integer> GRAPH_PAUSE_AFTER =
      Key.of(
          "graph.pause-after",
          integer(0, 1_000_000),
          "20",
          "after so many answers 403 in a row, counted for each tenant and permission, what needs"
              + " that permission rests, and one change tries it every 5 minutes; 0: never");
  public static final Key<String> GRAPH_CONNECTORS_PATH =
      Key.of(
          "graph.connectors-path",
          ValueTypes.urlPath(),
          "/connectors",
          "path of App Proxy connectors below the version; the one published for App Proxy is"
              + " `/onPremisesPublishingProfiles/applicationProxy/connectors`");
  public static final Key<CertificateSettings.Check> CERTIFICATES_CHECK =
      Key.of(
          "certificates.check",
          oneOf(CertificateSettings.Check.class),
          "reject",
          "what is done with a certificate that Graph would not take");
  public static final Key<Boolean> CERTIFICATES_REPACK =
      Key.of(
          "certificates.repack",
          bool(),
          "false",
          "whether a PFX in a form that Graph does not read is packed anew");
  public static final Key<Duration> CERTIFICATES_WARN =
      Key.of(
          "certificates.warn",
          duration("0", "3650d"),
          "30d",
          "how long before its end a certificate is warned about");
  public static final Key<Path> INBOX_DIRECTORY =
      Key.of("inbox.directory", path(), "inbox", "folder that files are dropped into");
  public static final Key<Duration> INBOX_QUIET =
      Key.of(
          "inbox.quiet",
          duration("0", "1h"),
          "2s",
          "how long a file must be at rest before it is taken");
  public static final Key<Long> INBOX_MAX_BYTES =
      Key.of("inbox.max-bytes", ValueTypes.size(), "1g", "larger files are refused");
  public static final Key<Integer> INBOX_MAX_ROWS =
      Key.of(
          "inbox.max-rows",
          ValueTypes.integer(1, 1_000_000_000),
          "2000000",
          "files with more rows are refused");
  public static final Key<Integer> JOB_MAX_DELETES =
      Key.of(
          "job.max-deletes",
          ValueTypes.integer(0, 1_000_000_000),
          null,
          "a file with more deletes is paused before any of it is sent");
  public static final Key<Duration> INBOX_KEEP =
      Key.of(
          "inbox.keep",
          duration("0", "3650d"),
          "30d",
          "how long files stay in `accepted/` and `refused/`; 0: deleted when their job is"
              + " complete, an hour after they were taken at the earliest; from `refused/` at"
              + " once");
  public static final Key<Path> RESULTS_DIRECTORY =
      Key.of("results.directory", path(), "results", "folder of the result files");
  public static final Key<URI> QUEUE_URL =
      Key.of(
              "queue.url",
              ValueTypes.brokerUrl(),
              null,
              "the broker: `amqp://` or `amqps://` (AMQP 1.0: ActiveMQ Artemis, RabbitMQ, Azure"
                  + " Service Bus) or `tcp://` (Artemis core); its client's options may follow,"
                  + " such as `?jms.requestTimeout=30000`")
          .defaultNote("no queue intake");
  public static final Key<String> QUEUE_CREDENTIAL =
      Key.of(
          "queue.credential",
          oneOf("password", EntraSection.ENTRA),
          "password",
          "how the broker is logged in to: `queue.user` and `queue.password` (of Azure Service Bus"
              + " the name and value of a shared access key), or `entra`: Azure Service Bus by"
              + " tokens of the process's own identity");
  public static final Key<String> QUEUE_USER =
      Key.of("queue.user", text(), null, "the user at the broker");
  public static final Key<String> QUEUE_PASSWORD =
      Key.of("queue.password", text(), null, "the user's password at the broker").asSecret();
  public static final Key<String> QUEUE_NAME =
      Key.of("queue.name", text(), "connector-changes", "the queue that messages are taken from");
  public static final Key<Integer> QUEUE_CONSUMERS =
      Key.of("queue.consumers", integer(1, 100), "4", "how many consumers take messages");
  public static final Key<String> KAFKA_CREDENTIAL =
      Key.of(
          "kafka.credential",
          oneOf("none", EntraSection.ENTRA),
          "none",
          "`entra`: Azure Event Hubs by tokens of the process's own identity; any other login is"
              + " set by `camel.component.kafka.*`");
  public static final Key<String> KAFKA_BROKERS =
      Key.of("kafka.brokers", ValueTypes.kafkaBrokers(), null, "Kafka brokers to begin with")
          .defaultNote("no Kafka intake");
  public static final Key<String> KAFKA_TOPIC =
      Key.of(
          "kafka.topic",
          ValueTypes.kafkaTopic(),
          "connector-changes",
          "the topic that messages are taken from");
  public static final Key<String> KAFKA_GROUP =
      Key.of(
          "kafka.group",
          text(),
          "connector-routes",
          "the consumer group; the same for all workers, which share the topic's partitions");
  public static final Key<String> DEAD_LETTER_URI =
      Key.of(
          "dead-letter.uri",
          endpointUri(),
          "file:dead-letters",
          "Camel endpoint that dead letters are sent to");
  public static final Key<String> OUTCOME_URI =
      Key.of(
              "outcome.uri",
              endpointUri(),
              null,
              "Camel endpoint that outcome lines are sent to, besides `logs/outcomes.jsonl`")
          .defaultNote("the log alone");
  public static final Key<Path> ROUTES_DIRECTORY =
      Key.of(
              "routes.directory",
              path(),
              null,
              "folder of the routes; `routes/` in the home, if there, is loaded in addition")
          .defaultNote("the distribution's `routes`");
  public static final Key<String> LEDGER_URL =
      Key.of(
          "ledger.url",
          ValueTypes.ledgerUrl(),
          "jdbc:sqlite:data/ledger.db",
          "the database; workers on several machines share a `jdbc:postgresql://HOST/DATABASE`");
  public static final Key<String> LEDGER_CREDENTIAL =
      Key.of(
          "ledger.credential",
          oneOf("password", EntraSection.ENTRA),
          "password",
          "how PostgreSQL is logged in to: by `ledger.password`, or `entra`: Azure Database for"
              + " PostgreSQL by tokens of the process's own identity");
  public static final Key<String> LEDGER_USER =
      Key.of("ledger.user", text(), null, "the user at PostgreSQL");
  public static final Key<String> LEDGER_PASSWORD =
      Key.of("ledger.password", text(), null, "the user's password at PostgreSQL").asSecret();
  public static final Key<String> LEDGER_KEY =
      Key.of(
              "ledger.key",
              ValueTypes.key(),
              null,
              "256-bit key in base64 that encrypts payloads; on PostgreSQL required, the same for"
                  + " all workers")
          .defaultNote("SQLite: generated into `data/ledger.key`")
          .asSecret();
  public static final Key<Duration> LEDGER_KEEP =
      Key.of(
          "ledger.keep",
          duration("1h", "3650d"),
          "30d",
          "how long settled changes stay in the ledger; their ids stay for ever");
  public static final Key<String> AZURE_CLIENT_ID =
      Key.of(
              "azure.client-id",
              text(),
              null,
              "client id of the identity that `entra` and `keyvault:` use, where the machine has"
                  + " several")
          .defaultNote("`AZURE_CLIENT_ID`, or the machine's only one");
  public static final Key<List<String>> SECRETS_ALLOW =
      Key.of(
              "secrets.allow",
              ValueTypes.secretPatterns(),
              null,
              "references to secrets that changes may use, such as"
                  + " `env:CONNECTOR_*,file:secrets/**`")
          .defaultNote("none");
  public static final Key<String> MANAGEMENT_HOST =
      Key.of(
          "management.host",
          text(),
          "127.0.0.1",
          "address of the management server (page at `/`, `/observe/health`, `/observe/metrics`)");
  public static final Key<Integer> MANAGEMENT_PORT =
      Key.of("management.port", integer(0, 65535), "8088", "port of the management server; 0: off");
  public static final Key<String> MANAGEMENT_USER =
      Key.of(
          "management.user",
          ValueTypes.userName(),
          null,
          "who can log in at the management server; required where `management.host` is no"
              + " loopback address");
  public static final Key<String> MANAGEMENT_PASSWORD_HASH =
      Key.of(
              "management.password-hash",
              ValueTypes.passwordHash(),
              null,
              "the user's password, as `hash-password` prints it; required where the user is")
          .asSecret();
  public static final Key<List<String>> MANAGEMENT_PUBLIC_HOST =
      Key.of(
              "management.public-host",
              ValueTypes.hostNames(),
              null,
              "names that the management server is asked by, beside those of loopback addresses")
          .defaultNote("none");
  public static final Key<String> LOGS_FORMAT =
      Key.of(
          "logs.format",
          oneOf("text", "json"),
          "text",
          "how the program logs: lines for people, or a JSON object in each line");
  public static final Key<Boolean> METRICS_TENANTS =
      Key.of(
          "metrics.tenants",
          bool(),
          "true",
          "whether metrics have the label `tenant`; `false` adds the tenants up");

  public static final Key<Boolean> ENABLED =
      Key.of("enabled", bool(), "false", "whether the routes are there at all");
  public static final Key<Path> HOME =
      Key.of(
          "home",
          path(),
          "connector-routes",
          "folder of their data, below the working directory; made when it is first needed");
  public static final Key<Boolean> DELIVERY_ENABLED =
      Key.of(
          "delivery.enabled",
          bool(),
          "true",
          "`false`: this process records changes and publishes outcomes, others deliver");
  public static final Key<Boolean> MIGRATE =
      Key.of(
          "migrate",
          bool(),
          "true",
          "`false`: the schema of `data-source` is made and upgraded by hand");
  public static final Key<String> DATA_SOURCE =
      Key.of("data-source", text(), null, "name of a bean, the `DataSource` that the ledger is in")
          .defaultNote("`ledger.url`");
  public static final Key<String> CONNECTION_FACTORY =
      Key.of(
              "connection-factory",
              text(),
              null,
              "name of a bean, the JMS `ConnectionFactory` that `queue.name` is reached by")
          .defaultNote("`queue.url`");
  public static final Key<String> TOKEN_CREDENTIAL =
      Key.of(
              "token-credential",
              text(),
              null,
              "name of a bean, the `TokenCredential` of every tenant that has none of its own")
          .defaultNote("`graph.credential`");

  /** The keys of the program and of other applications, in the order of the documentation. */
  public static final List<Key<?>> ALL =
      List.of(
          GRAPH_CLOUD,
          GRAPH_ENDPOINT,
          GRAPH_AUTHORITY,
          GRAPH_API_VERSION,
          GRAPH_CREDENTIAL,
          GRAPH_TENANT_ID,
          GRAPH_CLIENT_ID,
          GRAPH_CLIENT_SECRET,
          GRAPH_CLIENT_CERTIFICATE,
          GRAPH_CLIENT_CERTIFICATE_PASSWORD,
          GRAPH_TOKEN_FILE,
          GRAPH_BUDGET,
          GRAPH_BATCH_SIZE,
          GRAPH_MAX_ATTEMPTS,
          GRAPH_RETRY_FOR,
          GRAPH_LOST_ANSWER_WAIT,
          GRAPH_MAX_WAIT,
          GRAPH_PAUSE_AFTER,
          GRAPH_CONNECTORS_PATH,
          CERTIFICATES_CHECK,
          CERTIFICATES_REPACK,
          CERTIFICATES_WARN,
          INBOX_DIRECTORY,
          INBOX_QUIET,
          INBOX_MAX_BYTES,
          INBOX_MAX_ROWS,
          INBOX_KEEP,
          JOB_MAX_DELETES,
          RESULTS_DIRECTORY,
          QUEUE_URL,
          QUEUE_CREDENTIAL,
          QUEUE_USER,
          QUEUE_PASSWORD,
          QUEUE_NAME,
          QUEUE_CONSUMERS,
          KAFKA_CREDENTIAL,
          KAFKA_BROKERS,
          KAFKA_TOPIC,
          KAFKA_GROUP,
          DEAD_LETTER_URI,
          OUTCOME_URI,
          ROUTES_DIRECTORY,
          LEDGER_URL,
          LEDGER_CREDENTIAL,
          LEDGER_USER,
          LEDGER_PASSWORD,
          LEDGER_KEY,
          LEDGER_KEEP,
          AZURE_CLIENT_ID,
          SECRETS_ALLOW,
          MANAGEMENT_HOST,
          MANAGEMENT_PORT,
          MANAGEMENT_USER,
          MANAGEMENT_PASSWORD_HASH,
          MANAGEMENT_PUBLIC_HOST,
          LOGS_FORMAT,
          METRICS_TENANTS);

  /** The keys that are there in other applications alone, in the order of the documentation. */
  public static final List<Key<?>> EMBEDDED =
      List.of(
          ENABLED,
          HOME,
          DELIVERY_ENABLED,
          MIGRATE,
          DATA_SOURCE,
          CONNECTION_FACTORY,
          TOKEN_CREDENTIAL);

  /** What is off in another application unless its key is set, whatever the key's default is. */
  static final Set<Key<?>> OFF_WHERE_EMBEDDED =
      Set.of(INBOX_DIRECTORY, DEAD_LETTER_URI, MANAGEMENT_PORT);

  private Keys() {}

  /** The keys that are there for each further tenant as well. */
  static List<Key<?>> ofTenants() {
    return ALL.stream().filter(Key::ofTenant).<Key<?>>map(key -> key).toList();
  }
}
