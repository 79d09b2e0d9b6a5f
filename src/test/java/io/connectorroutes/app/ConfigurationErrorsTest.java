package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.config.Key;
import io.connectorroutes.config.Keys;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Json;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong value of a key is told as an error that names the key and says what to do. */
class ConfigurationErrorsTest {
  /** Any text will do for these, as far as this program can know. */
  private static final Set<String> NEVER_WRONG =
      Set.of("queue.name", "kafka.group", "azure.client-id");

  /** A secret of a tenant that cannot be had ends no start: that tenant waits. */
  private static final String TOLD_BY_CHECK = "graph.client-certificate-password";

  private static final String KEY = "a2V5IG9mIHRoZSBsZWRnZXIgaW4gdGhlc2UgdGVzdHM=";

  private static final String SECRET_APP =
      "graph.credential=client-secret graph.tenant-id=t graph.client-id=c ";
  private static final String CERTIFICATE_APP =
      "graph.credential=client-certificate graph.tenant-id=t graph.client-id=c ";
  private static final String ENTRA_QUEUE =
      "queue.credential=entra queue.url=amqps://routes.servicebus.windows.net ";
  private static final String ENTRA_LEDGER =
      "ledger.credential=entra ledger.url=jdbc:postgresql://127.0.0.1/routes ledger.key=env:NONE ";

  /** The key that is at fault, then the settings. FILE is a file, NUL a character of no path. */
  private static final String WRONG =
      """
      graph.cloud | graph.cloud=moon
      graph.cloud | graph.endpoint=https://127.0.0.1:1
      graph.endpoint | graph.endpoint=nothing
      graph.endpoint | graph.cloud=custom graph.endpoint=http://example.com
      graph.endpoint | graph.cloud=custom
      graph.endpoint | graph.cloud=custom graph.endpoint=http://127.0.0.1 graph.authority=https://a.b
      graph.authority | graph.cloud=custom graph.authority=http://example.com
      graph.authority | graph.cloud=custom graph.endpoint=https://127.0.0.1
      graph.api-version | graph.api-version=v2
      graph.credential | graph.credential=password
      graph.credential | graph.credential=none
      graph.tenant-id | graph.credential=client-secret
      graph.tenants.b.tenant-id | graph.tenants.a.tenant-id=t graph.tenants.b.tenant-id=t
      graph.tenants.default | graph.tenants.default.tenant-id=t
      graph.client-id | graph.credential=client-secret graph.tenant-id=t
      graph.client-secret | SECRET_APP
      graph.client-certificate | CERTIFICATE_APP
      graph.token-file | graph.token-file=NUL
      graph.budget | graph.budget=many
      graph.batch-size | graph.batch-size=21
      graph.max-attempts | graph.max-attempts=none
      graph.retry-for | graph.retry-for=1
      graph.lost-answer-wait | graph.lost-answer-wait=2h
      graph.max-wait | graph.max-wait=long
      graph.pause-after | graph.pause-after=-1
      graph.connectors-path | graph.connectors-path=connectors
      certificates.check | certificates.check=yes
      certificates.repack | certificates.repack=yes
      certificates.warn | certificates.warn=soon
      inbox.directory | inbox.directory=NUL
      inbox.directory | inbox.directory=FILE
      inbox.quiet | inbox.quiet=2
      inbox.max-bytes | inbox.max-bytes=0
      inbox.max-rows | inbox.max-rows=0
      inbox.keep | inbox.keep=always
      job.max-deletes | job.max-deletes=few
      results.directory | results.directory=NUL
      queue.url | queue.url=http://x
      queue.url | queue.credential=entra
      queue.url | queue.credential=entra queue.url=amqp://example.com
      queue.url | ENTRA_QUEUE?jms.username=x
      queue.credential | queue.credential=token
      queue.user | ENTRA_QUEUE queue.user=x
      queue.password | ENTRA_QUEUE queue.password=x
      queue.password | queue.url=amqp://127.0.0.1:1 queue.user=x queue.password=env:NOT_THERE
      queue.password | queue.url=amqp://127.0.0.1:1 queue.user=x queue.password=file:not-there
      queue.consumers | queue.consumers=0
      kafka.credential | kafka.credential=password
      kafka.brokers | kafka.brokers=example.com
      kafka.brokers | kafka.credential=entra
      kafka.brokers | kafka.credential=entra kafka.brokers=example.com:9093
      kafka.brokers | kafka.credential=entra kafka.brokers=a.example.com:9093,b.example.com:9093
      kafka.topic | kafka.topic=a/b
      dead-letter.uri | dead-letter.uri=folder
      dead-letter.uri | dead-letter.uri=nothing:there
      outcome.uri | outcome.uri=folder
      outcome.uri | outcome.uri=file:there?unknown=true
      routes.directory | routes.directory=NUL
      routes.directory | routes.directory=FILE
      ledger.url | ledger.url=sqlite
      ledger.url | ledger.credential=entra
      ledger.url | ledger.url=jdbc:sqlite:FILE
      ledger.url | ledger.url=jdbc:sqlite:FILE/below.db
      ledger.credential | ledger.credential=token
      ledger.url | ENTRA_LEDGER_KEYED ledger.user=x
      ledger.user | ENTRA_LEDGER
      ledger.password | ENTRA_LEDGER ledger.password=x
      ledger.password | ledger.password=env:NOT_THERE
      ledger.password | ledger.password=keyvault:x
      ledger.key | ledger.url=jdbc:postgresql://127.0.0.1/routes
      ledger.key | ledger.key=short
      ledger.key | ledger.key=file:FILE
      ledger.key | ledger.key=file:not-there
      ledger.keep | ledger.keep=1m
      secrets.allow | secrets.allow=everything
      management.host | management.host=192.0.2.1
      management.port | management.port=http
      management.user | management.user=a:b
      management.user | management.host=0.0.0.0
      management.password-hash | management.user=x
      management.password-hash | management.password-hash=secret
      management.public-host | management.public-host=http://x
      logs.format | logs.format=xml
      metrics.tenants | metrics.tenants=some
      camel.component.file.unknown | camel.component.file.unknown=x
      camel.main.unknown | camel.main.unknown=x
      graph.clod | graph.clod=global
      graph.tenants | graph.tenants.NORTH.tenant-id=t
      --property | graph
      """
          .replace("ENTRA_QUEUE", ENTRA_QUEUE.strip())
          .replace("ENTRA_LEDGER_KEYED", ENTRA_LEDGER.strip().replace("env:NONE", KEY))
          .replace("ENTRA_LEDGER", ENTRA_LEDGER.strip())
          .replace("SECRET_APP", SECRET_APP)
          .replace("CERTIFICATE_APP", CERTIFICATE_APP)
          .replace("NUL", "\0");

  @TempDir Path folder;

  static Stream<String> wrong() {
    return WRONG.lines();
  }

  @Test
  void aWrongValueOfEachKeyIsAmongThem() {
    Set<String> keys = new LinkedHashSet<>(NEVER_WRONG);
    keys.add(TOLD_BY_CHECK);
    wrong().forEach(line -> keys.add(line.split(" ", 2)[0]));
    assertThat(keys).containsAll(Keys.ALL.stream().map(Key::name).toList());
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void itsMessageNamesTheKeyAndItHasARemedy(String wrong) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no ledger, no key and no folder");
    String[] parts = wrong.split(" \\| ", 2);

    JsonNode error = run(parts[1].replace("FILE", file.toString()).split(" "));

    assertThat(error.path("message").asText() + error.path("remedy").asText()).contains(parts[0]);
    assertThat(error.path("remedy").isTextual()).as("a remedy: %s", error).isTrue();
    assertThat(error.path("remedy").asText()).as("%s", error).contains(" ");
  }

  @Test
  void aDatabaseThatCannotBeReachedIsToldWithItsKey() throws Exception {
    String url = "ledger.url=jdbc:postgresql://127.0.0.1:" + FreePort.any() + "/routes";

    JsonNode error = execute("status", url, "ledger.key=" + KEY);

    assertThat(error.path("message").asText()).contains("ledger.url cannot be reached: ");
    assertThat(error.path("remedy").asText()).contains("see to the database of ledger.url");
  }

  private JsonNode run(String... settings) throws Exception {
    return execute("run", settings);
  }

  private JsonNode execute(String command, String... settings) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(command, "--json", "--home", folder.resolve("home").toString()));
    if (Arrays.stream(settings).noneMatch(setting -> setting.startsWith("management."))) {
      arguments.addAll(List.of("--property", "management.port=0"));
    }
    Arrays.stream(settings).forEach(s -> arguments.addAll(List.of("--property", s)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(out, new ByteArrayOutputStream());

    int status = ProductCommands.execute(terminal, arguments.toArray(String[]::new));

    terminal.data().flush();
    assertThat(status).as(out.toString(UTF_8)).isEqualTo(2);
    return Json.object(out.toString(UTF_8)).path("error");
  }
}
