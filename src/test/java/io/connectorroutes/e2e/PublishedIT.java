package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.OtherApplication;
import io.connectorroutes.testing.PublishedArtifact;
import io.connectorroutes.testing.SharedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published, as an application gets it from a repository. */
class PublishedIT {
  private static final String KEY = "k".repeat(43) + "=";
  private static final String ADD = "not on the class path: add ";
  private static final int MOST_JARS = 48;
  private static final long MOST_BYTES = 20_000_000;

  @TempDir static Path applications;
  private static PublishedArtifact published;

  @TempDir Path home;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

  @BeforeAll
  static void resolve() throws Exception {
    published = PublishedArtifact.resolvedIn(applications);
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  @Test
  void whatComesAlongIsFewAndSmall() throws IOException {
    List<Path> added = new ArrayList<>(published.classPath("library"));
    added.removeAll(published.classPath("camel-main"));
    long bytes = 0;
    for (Path jar : added) {
      bytes += Files.size(jar);
    }
    System.out.printf(
        "beyond camel-main: %d jars, %.1f MB: %s%n", added.size(), bytes / 1e6, names(added));

    assertThat(added).hasSizeLessThanOrEqualTo(MOST_JARS);
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  /** No BOM of ours reaches an application. */
  @ParameterizedTest
  @CsvSource({
    "library,camel-",
    "library,jackson-core",
    "library,jackson-data",
    "sqlite,jackson-data",
    "spring-boot,jackson-data"
  })
  void aFamilyOfJarsHasOneVersion(String application, String family) throws IOException {
    Set<String> versions =
        published.classPath(application).stream()
            .map(jar -> jar.getFileName().toString())
            .filter(name -> name.startsWith(family))
            .map(name -> name.replaceFirst("^[a-z0-9-]+?-(\\d.*)\\.jar$", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(versions).as(family).hasSize(1);
  }

  @Test
  void thePomLeavesNothingToLookUp() throws IOException {
    assertThat(PublishedArtifact.pom())
        .content()
        .doesNotContain("<parent>", "${", "<scope>test", "<scope>import", "<profile>", "<build>")
        .contains("<optional>true</optional>", "<license>");
  }

  @Test
  void withSqliteFlywayAndHikariAloneAChangeIsRecordedAndDelivered() throws Exception {
    assertDelivers("sqlite");
  }

  @Test
  void aChangeIsDeliveredByTheVersionsThatSpringBootManages() throws Exception {
    assertThat(names(published.classPath("spring-boot")))
        .contains("sqlite-jdbc-3.49.1.0.jar", "flyway-core-11.7.2.jar", "HikariCP-6.3.3.jar");
    assertDelivers("spring-boot");
  }

  @Test
  void aChangeIsDeliveredFromPostgresqlByTheVersionsThatSpringBootManages() throws Exception {
    assertDelivers(
        "spring-boot",
        "ledger.url=" + SharedPostgres.emptyDatabase("published"),
        "ledger.user=" + SharedPostgres.USER,
        "ledger.password=" + SharedPostgres.USER,
        "ledger.key=" + KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          library | inbox.directory=inbox | ledger.url needs org.xerial:sqlite-jdbc:
          library | inbox.directory=inbox ledger.url=jdbc:postgresql://127.0.0.1/x ledger.key=KEY | ledger.url needs org.postgresql:
          sqlite | queue.url=amqp://127.0.0.1:1 | queue.url needs org.apache.camel:camel-amqp of
          sqlite | connection-factory=theirs | connection-factory needs org.apache.camel:camel-jms of
          sqlite | kafka.brokers=127.0.0.1:1 | kafka.brokers needs org.apache.camel:camel-kafka of
          sqlite | inbox.directory=inbox ledger.key=keyvault:vault/b | needs com.azure:azure-security-keyvault-secrets:
          """)
  void whatIsMissingIsNamedInOneLine(String application, String settings, String line)
      throws Exception {
    try (ForkedJvm jvm = start(application, settings.replace("KEY", KEY).split(" "))) {
      jvm.endInput();
      assertThat(jvm.linesUntilTheEnd()).singleElement().asString().contains(line).contains(ADD);
    }
  }

  /** No database, no Flyway, no broker's client, no BouncyCastle, no Key Vault, no Logback. */
  @Test
  void callsTakeNothingThatIsOptional() throws Exception {
    try (ForkedJvm jvm = start("library", "secrets.allow=keyvault:**")) {
      jvm.writeLine(Creations.text(0));
      jvm.writeLine(
          """
          {"changeId":"c","operation":"apiConnector.uploadClientCertificate","target":{"id":"i"},\
          "properties":{"pkcs12Value":"TUlJ","password":"secret"}}\
          """);
      jvm.writeLine(
          """
          {"changeId":"r","operation":"apiConnector.update","target":{"id":"i"},"properties":\
          {"authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication",\
          "username":"u","password":{"secretRef":"keyvault:vault/name"}}}}\
          """);
      jvm.endInput();

      List<String> lines = jvm.linesUntilTheEnd();
      assertThat(lines).hasSize(4).first().isEqualTo("started");
      assertThat(lines.get(1)).contains("applied");
      assertThat(lines.get(2))
          .contains("properties.pkcs12Value needs org.bouncycastle:bcpkix-jdk18on:", ADD);
      assertThat(lines.get(3))
          .contains("keyvault:vault/name needs com.azure:azure-security-keyvault-secrets:", ADD);
    }
  }

  private void assertDelivers(String application, String... settings) throws Exception {
    String[] all = Arrays.copyOf(settings, settings.length + 2);
    all[settings.length] = "inbox.directory=inbox";
    all[settings.length + 1] = "inbox.quiet=0";
    try (ForkedJvm jvm = start(application, all)) {
      Files.createDirectories(home.resolve("inbox"));
      Path part = Files.writeString(home.resolve("inbox/one.part"), Creations.text(0));
      Files.move(part, home.resolve("inbox/one.jsonl"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  jvm.hasEnded() || Files.exists(home.resolve("results/one.jsonl/manifest.json")));
      jvm.endInput();

      assertThat(jvm.linesUntilTheEnd()).containsExactly("started");
    }
    assertThat(home.resolve("results/one.jsonl/manifest.json")).content().contains("\"applied\"");
    assertThat(sandbox.journal()).anyMatch(entry -> entry.method().equals("POST"));
  }

  private ForkedJvm start(String application, String... settings) throws IOException {
    String classPath =
        Stream.concat(
                Stream.of(Path.of("target/test-classes").toAbsolutePath()),
                published.classPath(application).stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "enabled=true",
                "home=" + home,
                "graph.cloud=custom",
                "graph.endpoint=" + sandbox.root(),
                "graph.credential=none"));
    arguments.addAll(Arrays.asList(settings));
    return ForkedJvm.run(
        Map.of(),
        List.of("-cp", classPath),
        OtherApplication.class,
        arguments.toArray(String[]::new));
  }

  private static List<String> names(Collection<Path> jars) {
    return jars.stream().map(jar -> jar.getFileName().toString()).sorted().toList();
  }
}
