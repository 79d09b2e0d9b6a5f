package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that would do nothing does not start, and leaves nothing running. */
class StartTest {
  @TempDir Path folder;

  @Test
  void aStartWithoutARouteFails() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    int port = FreePort.any();
    try (TestSystem system = withoutRoutes(empty, port)) {
      assertThatThrownBy(system::start).hasMessageContaining(empty.toString());
      assertNothingRuns(port);
    }
  }

  @Test
  void aStartWithABrokenRouteLeavesNothingRunning() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(
        broken.resolve("broken.camel.yaml"),
        """
        - route:
            id: well
            startupOrder: 1
            from:
              uri: timer:well
              steps:
                - to: log:well
        - route:
            id: broken
            startupOrder: 2
            from:
              uri: file:nowhere
              parameters:
                autoCreate: false
                startingDirectoryMustExist: true
              steps:
                - to: log:broken
        """);
    int port = FreePort.any();
    try (TestSystem system = withoutRoutes(broken, port)) {
      assertThatThrownBy(system::start).hasStackTraceContaining("nowhere");
      assertNothingRuns(port);
    }
  }

  @Test
  void aFolderWithoutRoutesStopsTheStart() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(refused(Map.of("routes.directory", empty.toString())))
        .startsWith("connector-routes: no route was found")
        .contains(empty.toString(), "routes.directory");
  }

  @Test
  void aFolderOfRoutesThatIsNotThereStopsTheStart() {
    Path missing = folder.resolve("missing");
    assertThat(refused(Map.of("routes.directory", missing.toString())))
        .contains("routes.directory: " + missing + " is no folder");
  }

  @Test
  void anInboxThatCannotBeUsedStopsTheStartAndIsNamedWithItsKey() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String remedy = ": give a folder that this user can read and write";
    assertThat(refused(Map.of("inbox.directory", file.toString())))
        .endsWith("inbox.directory: " + file + " is no folder" + remedy);
    Path below = file.resolve("inbox");
    assertThat(refused(Map.of("inbox.directory", below.toString())))
        .endsWith(
            "inbox.directory: " + below + " cannot be made: " + file + " is no folder" + remedy);
    assertThat(refused(Map.of("inbox.directory", "/proc/none")))
        .contains("inbox.directory: /proc/none cannot be made: ")
        .endsWith(remedy);
  }

  @Test
  void aManagementPortThatIsTakenStopsTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, loopback())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(refused(Map.of("management.port", port)))
          .contains("management.port: " + port + " cannot be listened on at 127.0.0.1");
    }
    assertThat(folder.resolve("home/data/ledger.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.1.1.1", "192.0.2.1", "nosuch.invalid"})
  void aManagementHostOfNoneOfThisMachinesStopsTheStart(String host) throws Exception {
    String port = String.valueOf(FreePort.any());
    assertThat(refused(Map.of("management.host", host, "management.port", port)))
        .contains("management.host: " + host + " is no address of this machine");
  }

  @Test
  void aLoginThatIsMissingOrMalformedStopsTheStart() {
    String port = String.valueOf(FreePort.any());
    Map<String, String> open = Map.of("management.host", "0.0.0.0", "management.port", port);
    assertThat(refused(open))
        .contains("management.user is missing", "management.host 0.0.0.0", "hash-password");
    assertThat(refused(and(open, "management.user", "ops")))
        .contains("management.password-hash is missing", "management.host=127.0.0.1");
    assertThat(refused(Map.of("management.port", port, "management.user", "ops")))
        .contains("management.password-hash is missing");
    assertThat(refused(and(open, "management.user", "canary:x")))
        .contains("management.user (from --property) must be", "colon")
        .doesNotContain("canary");
    Map<String, String> named = and(open, "management.user", "ops");
    assertThat(refused(and(named, "management.password-hash", "canary")))
        .contains("management.password-hash")
        .endsWith("must be what connector-routes hash-password prints")
        .doesNotContain("canary");
    assertThat(refused(and(named, "management.password-hash", "env:PATH")))
        .contains("management.password-hash")
        .endsWith("must be what connector-routes hash-password prints");
    assertThat(refused(Map.of("management.port", port, "management.public-host", "a.example:1")))
        .contains("management.public-host", "names of hosts", "without ports");
    assertThat(folder.resolve("home/data/ledger.db")).doesNotExist();
  }

  private static Map<String, String> and(Map<String, String> settings, String key, String value) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(key, value);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcome.uri", "dead-letter.uri"})
  void anEndpointThatCamelCannotUseStopsTheStart(String key) {
    assertThat(refused(Map.of(key, "nosuch:x"))).contains(key + ": ", "no Camel component nosuch");
    assertThat(refused(Map.of(key, "queue:x"))).contains(key + ": ", "queue.url");
    assertThat(refused(Map.of(key, "file:x?pasword=canary")))
        .contains(key + " is no endpoint", "options")
        .doesNotContain("canary");
  }

  @Test
  void anOptionThatCamelDoesNotKnowStopsTheStart() {
    assertThat(refused(Map.of("camel.component.file.nosuch", "canary")))
        .contains("camel.component.file.nosuch is no option that Camel knows")
        .doesNotContain("canary");
    assertThat(refused(Map.of("camel.component.nosuch.x", "canary")))
        .contains("camel.component.nosuch")
        .doesNotContain("canary");
  }

  @Test
  void aHomeThatCannotBeWrittenToStopsTheStart() throws Exception {
    Files.createDirectories(folder.resolve("home"));
    Path data = Files.writeString(folder.resolve("home/data"), "");
    assertThat(refused(Map.of()))
        .contains(data + " cannot be used: something else stands in its place");
  }

  /** Runs; gives the one line that was printed. */
  private String refused(Map<String, String> properties) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      properties.forEach(system::with);
      Terminal terminal = Terminal.of(OutputStream.nullOutputStream(), err);
      List<String> arguments =
          new ArrayList<>(List.of("run", "--home", folder.resolve("home").toString()));
      for (String setting : system.settings()) {
        arguments.addAll(List.of("--property", setting));
      }
      int status = ProductCommands.execute(terminal, arguments.toArray(String[]::new));
      assertThat(status).isEqualTo(2);
    }
    List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("connector-routes: ")
        .doesNotContain("Exception", "unexpected");
    return lines.get(0);
  }

  private TestSystem withoutRoutes(Path routes, int port) {
    return TestSystem.in(folder.resolve("home"))
        .with("routes.directory", routes.toString())
        .with("management.port", String.valueOf(port));
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static void assertNothingRuns(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
      assertThat(socket.isBound()).isTrue();
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("Camel (") || name.contains("Hikari")));
  }
}
