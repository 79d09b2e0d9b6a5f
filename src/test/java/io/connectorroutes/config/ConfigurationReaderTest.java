package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.graph.CredentialKind;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.secret.KeyVault;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.VaultSecret;
import io.connectorroutes.secret.VaultUnreachableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
  private static final String KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=";

  @TempDir Path folder;
  private Path home;
  private Path distribution;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final List<Configuration> keyVaultsMade = new ArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(folder.resolve("my home"));
    distribution = Files.createDirectories(folder.resolve("distribution"));
  }

  private Configuration read(String... properties) {
    Function<Configuration, KeyVault> keyVaults =
        configuration -> {
          keyVaultsMade.add(configuration);
          return secret -> secret(configuration.graph().cloud(), secret);
        };
    return new ConfigurationReader(distribution, environment, keyVaults)
        .read(home, List.of(properties));
  }

  private String secret(CloudName cloud, VaultSecret secret) throws SecretException {
    String version = secret.version() == null ? "" : "/" + secret.version();
    String value =
        secrets.get(secret.vault() + "." + cloud.keyVaultDomain() + "/" + secret.name() + version);
    if (secret.vault().equals("away")) {
      throw new VaultUnreachableException("does not answer: see to it", Duration.ofSeconds(10));
    }
    if (value == null) {
      throw new SecretException("is not there: create the secret");
    }
    return value;
  }

  private static void configure(Path folder, String... lines) throws IOException {
    Files.createDirectories(folder.resolve("config"));
    Files.write(folder.resolve("config/application.properties"), List.of(lines));
  }

  private void assertRefused(String property, String... parts) {
    assertThatThrownBy(() -> read(property))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void knowsTheFoldersOfTheProgramsOwnWhereverTheyAre() {
    assertThat(read().ownFolders())
        .containsOnly(
            home.resolve("config"),
            home.resolve("data"),
            home.resolve("logs"),
            home.resolve("routes"),
            distribution.resolve("routes"),
            home.resolve("inbox"),
            home.resolve("accepted"),
            home.resolve("refused"),
            home.resolve("results"),
            home.resolve("dead-letters"));
    assertThat(
            read(
                    "inbox.directory=/srv/in/box",
                    "results.directory=told",
                    "dead-letter.uri=file:/srv/letters?fileName=x",
                    "outcome.uri=file:/srv/outcomes",
                    "routes.directory=/srv/routes",
                    "ledger.url=jdbc:sqlite:/srv/db/ledger.db")
                .ownFolders())
        .containsOnly(
            home.resolve("config"),
            home.resolve("data"),
            home.resolve("logs"),
            home.resolve("routes"),
            Path.of("/srv/routes"),
            Path.of("/srv/outcomes"),
            Path.of("/srv/in/box"),
            Path.of("/srv/in/accepted"),
            Path.of("/srv/in/refused"),
            home.resolve("told"),
            Path.of("/srv/letters"),
            Path.of("/srv/db"));
    assertThat(read("dead-letter.uri=jms:queue:letters").ownFolders())
        .doesNotContain(home.resolve("dead-letters"));
  }

  @Test
  void knowsEachFileThatASettingNamesWhereverItIsGiven() throws IOException {
    configure(
        home,
        "graph.client-certificate=secrets/app.pem",
        "graph.client-certificate-password=file:secrets/app.password",
        "graph.tenants.north.tenant-id=north.example",
        "graph.tenants.north.client-certificate=file:secrets/north.pfx",
        "graph.tenants.north.token-file=secrets/north.token",
        "queue.url=amqps://broker.example?transport.keyStoreLocation=secrets/queue%20keys.p12",
        "camel.component.kafka.ssl-keystore-location=/srv/kafka.p12",
        "camel.component.kafka.sasl-jaas-config=Krb5 required keyTab=\"/srv/kafka.keytab\";",
        "camel.ssl.trust-store={{env:TRUSTED}}");
    environment.put("GRAPH_CLIENT_SECRET", "file:secrets/app.secret");
    environment.put("GRAPH_TENANTS_SOUTH_EAST_TENANT_ID", "south.example");
    environment.put("GRAPH_TENANTS_SOUTH_EAST_CLIENT_SECRET", "file:/srv/south.secret");
    environment.put("GRAPH_TENANTS_SOUTH_EAST_CLIENT_CERTIFICATE", "env:SOUTH_CERTIFICATE");
    environment.put("SOUTH_CERTIFICATE", "secrets/south.pem");
    environment.put("TRUSTED", "/srv/trusted.p12");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", "/srv/federated");

    assertThat(
            read(
                    "ledger.key=file:secrets/ledger.key",
                    "management.password-hash=file:secrets/hash",
                    "queue.password=file:secrets/a=b",
                    "secrets.allow=file:secrets/of-changes")
                .ownFiles())
        .contains(
            home.resolve("secrets/app.pem"),
            home.resolve("secrets/app.password"),
            home.resolve("secrets/north.pfx"),
            home.resolve("secrets/north.token"),
            home.resolve("secrets/queue keys.p12"),
            Path.of("/srv/kafka.p12"),
            Path.of("/srv/kafka.keytab"),
            Path.of("/srv/trusted.p12"),
            home.resolve("secrets/app.secret"),
            Path.of("/srv/south.secret"),
            home.resolve("secrets/south.pem"),
            Path.of("/srv/federated"),
            home.resolve("secrets/ledger.key"),
            home.resolve("secrets/hash"),
            home.resolve("secrets/a=b"))
        .doesNotContain(home.resolve("secrets/of-changes"));
  }

  @Test
  void hasTheDefaultsOfTheTableWithoutAnyConfiguration() {
    Configuration configuration = read();

    GraphSection graph = configuration.graph();
    assertThat(graph.cloud()).isEqualTo(CloudName.GLOBAL);
    assertThat(graph.apiVersion()).isEqualTo("v1.0");
    assertThat(configuration.get(Keys.GRAPH_BUDGET))
        .isEqualTo(new RequestBudget(200, Duration.ofMinutes(1)));
    assertThat(configuration.get(Keys.GRAPH_BATCH_SIZE)).isEqualTo(20);
    assertThat(configuration.get(Keys.GRAPH_MAX_ATTEMPTS)).isEqualTo(8);
    assertThat(configuration.get(Keys.GRAPH_RETRY_FOR)).isEqualTo(Duration.ofHours(1));
    assertThat(configuration.get(Keys.GRAPH_LOST_ANSWER_WAIT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(graph.connectorsPath()).isEqualTo("/connectors");
    assertThat(graph.tenants()).hasSize(1);
    assertThat(graph.tenants().get(0).credential()).isEqualTo(CredentialKind.DEFAULT);
    assertThat(configuration.certificates())
        .isEqualTo(
            new CertificateSettings(CertificateSettings.Check.REJECT, false, Duration.ofDays(30)));
    assertThat(configuration.path(Keys.INBOX_DIRECTORY)).isEqualTo(home.resolve("inbox"));
    assertThat(configuration.get(Keys.INBOX_QUIET)).isEqualTo(Duration.ofSeconds(2));
    assertThat(configuration.get(Keys.INBOX_MAX_BYTES)).isEqualTo(1L << 30);
    assertThat(configuration.get(Keys.INBOX_MAX_ROWS)).isEqualTo(2_000_000);
    assertThat(configuration.get(Keys.INBOX_KEEP)).isEqualTo(Duration.ofDays(30));
    assertThat(configuration.has(Keys.QUEUE_URL)).isFalse();
    assertThat(configuration.has(Keys.KAFKA_BROKERS)).isFalse();
    assertThat(configuration.outcome())
        .isEqualTo(
            new OutcomeSection(
                home.resolve("logs/outcomes.jsonl"),
                null,
                "file:" + home.resolve("dead-letters"),
                home.resolve("results")));
    assertThat(configuration.ledger().url())
        .isEqualTo("jdbc:sqlite:" + home.resolve("data/ledger.db"));
    assertThat(configuration.ledger().keyFile()).isEqualTo(home.resolve("data/ledger.key"));
    assertThat(configuration.get(Keys.LEDGER_KEEP)).isEqualTo(Duration.ofDays(30));
    assertThat(configuration.secretsAllow()).isEmpty();
    assertThat(configuration.get(Keys.MANAGEMENT_HOST)).isEqualTo("127.0.0.1");
    assertThat(configuration.get(Keys.MANAGEMENT_PORT)).isEqualTo(8088);
    assertThat(configuration.routesDirectory()).isEqualTo(distribution.resolve("routes"));
    assertThat(configuration.camel()).isEmpty();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void createsNothing() throws IOException {
    Path absent = folder.resolve("absent");

    new ConfigurationReader(distribution, Map.of(), cloud -> null).read(absent, List.of());

    assertThat(absent).doesNotExist();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void commandLineBeatsEnvironmentBeatsHomeBeatsDistribution() throws IOException {
    configure(
        distribution,
        "queue.name=distribution",
        "queue.consumers=1",
        "queue.user=distribution",
        "queue.url=amqp://distribution");
    configure(home, "queue.name=home", "queue.consumers=2", "queue.user=home");
    environment.put("QUEUE_NAME", "environment");
    environment.put("QUEUE_CONSUMERS", "3");

    Configuration read = read("queue.name=ignored", "queue.name=given");

    assertThat(read.get(Keys.QUEUE_NAME)).isEqualTo("given");
    assertThat(read.get(Keys.QUEUE_CONSUMERS)).isEqualTo(3);
    assertThat(read.get(Keys.QUEUE_USER)).isEqualTo("home");
    assertThat(read.get(Keys.QUEUE_URL)).isEqualTo(URI.create("amqp://distribution"));
  }

  @Test
  void aBlankValueStandsForTheDefaultAndABlankVariableForNothing() throws IOException {
    configure(home, "queue.url=amqp://broker", "management.port=9000");
    environment.put("MANAGEMENT_PORT", " ");

    Configuration configuration = read("queue.url=");

    assertThat(configuration.has(Keys.QUEUE_URL)).isFalse();
    assertThat(configuration.get(Keys.MANAGEMENT_PORT)).isEqualTo(9000);
  }

  @Test
  void unknownVariablesAreSomebodyElses() {
    environment.put("GRAPH_CLINET_SECRET", "x");
    environment.put("PATH", "/bin");

    assertThat(read().graph().cloud()).isEqualTo(CloudName.GLOBAL);
  }

  @Test
  void unknownKeysAreRefusedWithTheNearestOne() throws IOException {
    assertRefused(
        "graph.clinet-secret=x", "graph.clinet-secret", "did you mean graph.client-secret?");
    assertRefused("colour=red", "colour (from --property) is not a key", "docs/configuration.md");
    configure(home, "inbox.folder=x");
    assertRefused(
        "graph.cloud=global", "inbox.folder", home.resolve("config").toString(), "is not a key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "graph.cloud=germany | one of global, us-gov-l4, us-gov-l5, china, custom",
        "graph.api-version=v2 | one of v1.0, beta",
        "graph.batch-size=0 | a whole number from 1 to 20",
        "graph.batch-size=21 | a whole number from 1 to 20",
        "graph.batch-size=many | a whole number from 1 to 20",
        "graph.retry-for=10 | a number with ms, s, m, h or d",
        "graph.retry-for=10 minutes | a number with ms, s, m, h or d",
        "graph.retry-for=31d | from 1ms to 30d",
        "graph.retry-for=999999999999999999d | from 1ms to 30d",
        "graph.lost-answer-wait=-1s | a duration",
        "graph.budget=200 | requests/window, such as 200/1m",
        "graph.budget=0/1m | requests/window",
        "graph.budget=200/1m/2 | requests/window",
        "graph.budget=200/2d | requests/window",
        "graph.connectors-path=connectors | begins with /",
        "graph.connectors-path=/a/../b | begins with /",
        "certificates.check=maybe | one of reject, warn, off",
        "certificates.repack=yes | one of true, false",
        "inbox.max-bytes=0 | a size of at least 1 byte",
        "inbox.max-bytes=1t | a size",
        "inbox.max-bytes=99999999999999999g | a size",
        "queue.url=http://broker | amqp://, amqps:// or tcp://",
        "queue.url=amqp:// | names a host",
        "queue.url=amqp://user:pass@broker | queue.user and queue.password",
        "queue.consumers=101 | from 1 to 100",
        "kafka.brokers=broker | host:port",
        "kafka.brokers=a:9092;b:9092 | host:port",
        "kafka.brokers=kafka://a:9092 | host:port",
        "kafka.topic=one,two | the name of one topic",
        "kafka.topic=a?brokers=b:1 | the name of one topic",
        "kafka.topic=.. | the name of one topic",
        "dead-letter.uri=nowhere | a Camel endpoint URI",
        "ledger.url=jdbc:h2:mem | jdbc:sqlite:FILE or jdbc:postgresql",
        "ledger.url=jdbc:sqlite::memory: | jdbc:sqlite:FILE",
        "ledger.url=jdbc:postgresql://h/d?password=x | ledger.user and ledger.password",
        "ledger.key=c2hvcnQ= | 32 random bytes in base64",
        "ledger.key=not-base-64! | 32 random bytes in base64",
        "secrets.allow=NAME | each beginning with env:, file:, keyvault: or change:",
        "management.port=70000 | from 0 to 65535",
      })
  void valuesOutOfRangeAreRefusedNamingTheKeyAndWhatIsExpected(String property, String expected) {
    String key = property.substring(0, property.indexOf('='));
    assertRefused(property, key + " (from --property) must be ", expected);
  }

  @Test
  void aRefusedValueIsNotRepeatedSinceItMayBeSecret() {
    assertThatThrownBy(() -> read("ledger.key=canary")).hasMessageNotContaining("canary");
    assertThatThrownBy(() -> read("queue.url=amqp://u:canary@h")).hasMessageNotContaining("canary");
  }

  @Test
  void readsEachTypeOfValue() {
    Configuration configuration =
        read(
            "graph.cloud=us-gov-l4",
            "graph.budget=5/250ms",
            "graph.retry-for=2d",
            "graph.lost-answer-wait=0",
            "certificates.check=off",
            "certificates.repack=true",
            "inbox.directory=/var/in",
            "inbox.max-bytes=512m",
            "results.directory=out/../results2",
            "queue.url=amqps://broker:5671?jms.requestTimeout=1000",
            "kafka.brokers=a:9092,b:9092",
            "outcome.uri=file:told?fileName=x",
            "dead-letter.uri=jms:queue:dead",
            "secrets.allow=env:CONNECTOR_*, file:secrets/**",
            "management.port=0");

    assertThat(configuration.graph().cloud()).isEqualTo(CloudName.US_GOV_L4);
    assertThat(configuration.get(Keys.GRAPH_BUDGET))
        .isEqualTo(new RequestBudget(5, Duration.ofMillis(250)));
    assertThat(configuration.get(Keys.GRAPH_RETRY_FOR)).isEqualTo(Duration.ofDays(2));
    assertThat(configuration.get(Keys.GRAPH_LOST_ANSWER_WAIT)).isZero();
    assertThat(configuration.certificates().check()).isEqualTo(CertificateSettings.Check.OFF);
    assertThat(configuration.certificates().repack()).isTrue();
    assertThat(configuration.path(Keys.INBOX_DIRECTORY)).isEqualTo(Path.of("/var/in"));
    assertThat(configuration.get(Keys.INBOX_MAX_BYTES)).isEqualTo(512L << 20);
    assertThat(configuration.outcome().results()).isEqualTo(home.resolve("results2"));
    assertThat(configuration.get(Keys.QUEUE_URL).getHost()).isEqualTo("broker");
    assertThat(configuration.get(Keys.KAFKA_BROKERS)).isEqualTo("a:9092,b:9092");
    assertThat(configuration.get(Keys.KAFKA_TOPIC)).isEqualTo("connector-changes");
    assertThat(configuration.get(Keys.KAFKA_GROUP)).isEqualTo("connector-routes");
    assertThat(configuration.outcome().uri())
        .isEqualTo("file:" + home.resolve("told") + "?fileName=x");
    assertThat(configuration.outcome().deadLetterUri()).isEqualTo("jms:queue:dead");
    assertThat(configuration.secretsAllow()).containsExactly("env:CONNECTOR_*", "file:secrets/**");
    assertThat(configuration.get(Keys.MANAGEMENT_PORT)).isZero();
    assertThat(read("graph.budget=none").get(Keys.GRAPH_BUDGET).isLimited()).isFalse();
  }

  @Test
  void camelKeysPassUntouched() throws IOException {
    configure(home, "camel.main.shutdownTimeout=5", "camel.component.kafka.sasl-mechanism=PLAIN");
    environment.put("CAMEL_MAIN_SHUTDOWNTIMEOUT", "7");

    assertThat(read("camel.main.name=mine").camel())
        .containsOnly(
            Map.entry("camel.main.shutdownTimeout", "7"),
            Map.entry("camel.component.kafka.sasl-mechanism", "PLAIN"),
            Map.entry("camel.main.name", "mine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.component.kafka.sasl-mechanism",
        "camel.component.kafka.saslMechanism",
        "camel.component.kafka.sasl_mechanism",
        "camel.ssl.key-manager",
        "camel.opentelemetry2.enabled",
        "camel.main.shutdown-timeout",
        "camel.main.shutdownTimeout",
        "camel.main.shutdown_timeout",
        "camel.main.use-mdc-logging",
        "camel.main.messageHistory"
      })
  void camelsKeysOfTheListAreTaken(String key) {
    assertThat(read(key + "=x").camel()).containsEntry(key, "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.main.tracing",
        "camel.main.Tracing",
        "camel.MAIN.tracing",
        "Camel.main.tracing",
        "camel.main.trac-ing",
        "camel.main.logExhaustedMessageBody",
        "camel.main.routes-include-pattern",
        "camel.trace.enabled",
        "camel.debug.enabled",
        "camel.server.enabled",
        "camel.management.host",
        "camel.health.enabled",
        "camel.vault.azure.vaultName",
        "camel.component.http.clientBuilder",
        "camel.component.HTTP.followRedirects",
        "camel.component.https.follow-redirects",
        "camel.component.ledger.x",
        "camel.component.connector-change.x",
        "camel.component.connectorChange.x",
        "camel.component.properties.location",
        "camel.component",
        "camel.main.foo"
      })
  void everyOtherKeyOfCamelIsRefusedByName(String key) {
    assertRefused(key + "=canary", key + " (from --property)", "remove it");
    assertThatThrownBy(() -> read(key + "=canary")).hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.component.kafka.sasl-jaas-config",
        "camel.component.kafka.saslJaasConfig",
        "camel.component.kafka.ssl_truststore_password",
        "camel.component.jms.password",
        "camel.ssl.keyStorePassphrase"
      })
  void aSecretOfCamelsOnTheCommandLineIsWarnedOf(String key) throws IOException {
    assertThat(read(key + "=x password=\"canary\";").warnings())
        .singleElement()
        .asString()
        .contains(key, "others on this machine can see it")
        .doesNotContain("canary");
    assertThat(read(key + "=x password=\"{{env:KAFKA_PASSWORD}}\";").warnings()).isEmpty();
    configure(home, key + "=canary");
    assertThat(read().warnings()).isEmpty();
  }

  @Test
  void aByteOrderMarkAtTheHeadOfTheFileIsNoPartOfTheFirstKey() throws IOException {
    configure(home, "\ufeffgraph.batch-size=7");
    configure(distribution, "\ufeff# of a spreadsheet's user", "graph.max-attempts=3");

    assertThat(read().get(Keys.GRAPH_BATCH_SIZE)).isEqualTo(7);
    assertThat(read().get(Keys.GRAPH_MAX_ATTEMPTS)).isEqualTo(3);
  }

  @Test
  void secretsMayBeReferences() throws IOException {
    Files.writeString(home.resolve("password.txt"), "from file \n");
    environment.put("BROKER_PASSWORD", "from environment");
    secrets.put("contoso.vault.azure.net/broker", "from vault");
    secrets.put("contoso.vault.azure.cn/broker", "from China");

    assertThat(password("env:BROKER_PASSWORD")).isEqualTo("from environment");
    assertThat(password("file:password.txt")).isEqualTo("from file ");
    assertThat(password("file:" + home.resolve("password.txt"))).isEqualTo("from file ");
    Files.writeString(home.resolve("marked.txt"), "\uFEFFsecret-1\r\n");
    assertThat(password("file:marked.txt")).isEqualTo("secret-1");
    assertThat(password("keyvault:contoso/broker")).isEqualTo("from vault");
    assertThat(password("keyvault:contoso/broker", "graph.cloud=china")).isEqualTo("from China");
    secrets.put("contoso.vault.azure.net/broker/" + "0a".repeat(16), "of before");
    assertThat(password("keyvault:contoso/broker/" + "0a".repeat(16))).isEqualTo("of before");
  }

  @Test
  void allSecretsAreReadThroughOneReaderOfKeyVaults() {
    secrets.put("contoso.vault.azure.net/one", "1");
    Configuration configuration =
        read("graph.client-secret=keyvault:contoso/one", "ledger.password=keyvault:contoso/one");
    assertThat(keyVaultsMade).isEmpty();

    assertThat(configuration.secret(Keys.GRAPH_CLIENT_SECRET).reveal()).isEqualTo("1");
    assertThat(configuration.secret(Keys.LEDGER_PASSWORD).reveal()).isEqualTo("1");
    assertThat(keyVaultsMade).containsExactly(configuration);
  }

  @Test
  void aKeyVaultThatIsAwayMakesATenantWaitAndAMissingSecretIsForAPerson() {
    assertThat(problem("keyvault:away/secret"))
        .satisfies(problem -> assertThat(problem.message()).contains("graph.client-secret"))
        .returns(false, CredentialSettings.Problem::isLasting)
        .returns(Duration.ofSeconds(10), CredentialSettings.Problem::notBefore);
    assertThat(problem("keyvault:contoso/absent"))
        .returns(true, CredentialSettings.Problem::isLasting)
        .returns(null, CredentialSettings.Problem::notBefore);
  }

  private CredentialSettings.Problem problem(String secret) {
    Configuration configuration =
        read(
            "graph.credential=client-secret",
            "graph.tenant-id=contoso.example",
            "graph.client-id=66666666-7777-8888-9999-000000000000",
            "graph.client-secret=" + secret);
    return configuration.graph().credentials().values().iterator().next().get().problem();
  }

  private String password(String value, String... more) {
    String[] properties = Arrays.copyOf(more, more.length + 2);
    properties[more.length] = "queue.url=amqp://broker";
    properties[more.length + 1] = "queue.password=" + value;
    Configuration configuration = read(properties);
    assertThat(configuration.warnings()).isEmpty();
    return configuration.secret(Keys.QUEUE_PASSWORD).reveal();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:ABSENT",
        "file:absent",
        "keyvault:contoso/absent",
        "keyvault:contoso",
        "keyvault:evil.example/x",
        "keyvault:contoso/broker/1"
      })
  void aReferenceThatLeadsNowhereIsRefusedWhenItIsNeeded(String reference) {
    Configuration configuration = read("queue.url=amqp://broker", "queue.password=" + reference);

    assertThatThrownBy(() -> configuration.secret(Keys.QUEUE_PASSWORD).reveal())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("queue.password")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aSecretFromAReferenceIsHeldToTheKeysRange() {
    environment.put("LEDGER_SECRET", "canary");
    Secret key = read("ledger.key=env:LEDGER_SECRET").secret(Keys.LEDGER_KEY);

    assertThatThrownBy(key::reveal)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("32 random bytes")
        .hasMessageNotContaining("canary");
  }

  @Test
  void aLiteralSecretOnTheCommandLineIsTakenWithAWarning() throws IOException {
    configure(home, "ledger.key=" + KEY);
    Configuration configuration = read("queue.url=amqp://broker", "queue.password=canary");

    assertThat(configuration.secret(Keys.QUEUE_PASSWORD).reveal()).isEqualTo("canary");
    assertThat(configuration.ledgerSettings(Duration.ofSeconds(1)).key()).isEqualTo(KEY);
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .contains("queue.password", "others on this machine can see it")
        .doesNotContain("canary");
  }

  @Test
  void nothingShowsASecret() {
    Configuration configuration =
        read(
            "queue.url=amqp://broker",
            "queue.password=canary",
            "graph.credential=client-secret",
            "graph.tenant-id=t",
            "graph.client-id=c",
            "graph.client-secret=canary",
            "ledger.url=jdbc:postgresql://db/ledger",
            "ledger.key=" + KEY,
            "ledger.password=canary",
            "camel.component.kafka.sasl-jaas-config=canary");

    assertThat(
            List.of(
                configuration.toString(),
                configuration.secret(Keys.QUEUE_PASSWORD).toString(),
                configuration.graph().toString(),
                configuration.ledger().toString()))
        .noneMatch(text -> text.contains("canary") || text.contains(KEY));
  }

  @Test
  void anApplicationAroundTheRoutesGivesKeysAndNothingElseIsRead() throws IOException {
    configure(home, "queue.name=home");
    environment.put("QUEUE_NAME", "environment");
    environment.put("PASSWORD", "canary");
    ConfigurationReader reader = new ConfigurationReader(null, environment, cloud -> null);

    Configuration configuration =
        reader.of(
            home,
            Map.of("queue.url", "amqp://broker", "queue.password", "env:PASSWORD"),
            "the application");
    assertThat(configuration.get(Keys.QUEUE_NAME)).isEqualTo("connector-changes");
    assertThat(configuration.secret(Keys.QUEUE_PASSWORD).reveal()).isEqualTo("canary");
    assertThat(configuration.routesDirectory()).isNull();
    assertThatThrownBy(() -> reader.of(home, Map.of("queue.nam", "x"), "the application"))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("queue.nam (from the application)", "did you mean queue.name?");
  }

  @Test
  void postgresqlNeedsAKey() {
    assertRefused("ledger.url=jdbc:postgresql://db/ledger", "ledger.key is missing");
    LedgerSection ledger =
        read("ledger.url=jdbc:postgresql://db/ledger", "ledger.key=" + KEY).ledger();
    assertThat(ledger.databaseFile()).isNull();
    assertThat(ledger.url()).isEqualTo("jdbc:postgresql://db/ledger");
  }

  @Test
  void theHomesOwnRoutesAreLoadedInAddition() throws IOException {
    assertThat(read().homeRoutes()).isNull();
    Path own = Files.createDirectories(home.resolve("routes"));

    assertThat(read().homeRoutes()).isEqualTo(own);
    assertThat(read("routes.directory=routes").homeRoutes()).isNull();
  }

  @Test
  void theHomeMustBeAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> new ConfigurationReader(null, Map.of(), cloud -> null).read(file, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--home");
  }

  @Test
  void aPropertyNeedsAKeyAndAValue() {
    assertRefused("graph.cloud", "KEY=VALUE");
    assertRefused("=x", "KEY=VALUE");
  }
}
