package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.app.command.CommandLines;
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
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that would do nothing does not start, and leaves nothing running. */
@Timeout(60)
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
  void theRunCommandSaysSoInOneLineAndEndsWithTwo() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (TestSystem system = withoutRoutes(empty, FreePort.any())) {
      Terminal terminal = Terminal.of(OutputStream.nullOutputStream(), err);
      List<String> arguments =
          new ArrayList<>(List.of("run", "--home", folder.resolve("home").toString()));
      for (String setting : system.settings()) {
        arguments.addAll(List.of("--property", setting));
      }
      int status =
          CommandLines.of(Wiring.collaborators(terminal, () -> {}))
              .execute(arguments.toArray(String[]::new));

      assertThat(status).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8).lines().toList())
          .singleElement()
          .asString()
          .startsWith("connector-routes: no route was found")
          .contains(empty.toString(), "routes.directory");
    }
  }

  private TestSystem withoutRoutes(Path routes, int port) {
    return TestSystem.in(folder.resolve("home"))
        .with("routes.directory", routes.toString())
        .with("management.port", String.valueOf(port));
  }

  private static void assertNothingRuns(int port) throws IOException {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThat(socket.isBound()).isTrue();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("Camel (") || name.contains("Hikari")));
  }
}
