package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With every logger at TRACE, in a JVM of its own, no line holds a password or a token: neither
 * where all goes well nor after a connection that was cut, when the request is still at hand.
 */
class SecretsInLogsTest {
  private static final String CANARY = "canary-4d1c";
  private static final String TOKEN = "canary-token-";

  @TempDir Path folder;

  @Test
  void noSecretIsInAnyLineAtAnyLevel() throws Exception {
    Path keys = TokenAuthority.keyStore(folder, "authority");
    Path log = folder.resolve("all.log");
    try (TokenAuthority authority = new TokenAuthority(keys);
        TestQueue queue = TestQueue.start(folder.resolve("broker"), TestQueue.Protocol.AMQP);
        TestSystem system =
            TestSystem.in(
                folder.resolve("home"), SandboxOptions.builder().tls(authority.tls()).build())) {
      system
          .with("graph.credential", "client-secret")
          .with("graph.authority", authority.uri().toString())
          .with("graph.tenant-id", "11111111-2222-3333-4444-555555555555")
          .with("graph.client-id", "66666666-7777-8888-9999-000000000000")
          .with("graph.client-secret", CANARY)
          .with("graph.lost-answer-wait", "0")
          .with("queue.url", queue.url().toString());
      system.sandbox().addFaults(faults());
      queue.send(create("queued"));
      queue.send("{\"password\":\"" + CANARY + "\"");
      system.drop("one.jsonl", create("first") + create("second") + create("refused"));

      List<String> arguments = new ArrayList<>(system.settings());
      arguments.add("-Djavax.net.ssl.trustStore=" + keys);
      arguments.add("-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
      arguments.add("-Dlogback.configurationFile=" + everything(log));
      try (ForkedJvm product =
          ProductProcess.start(system.home(), HaltingLedger.Moment.NEVER, arguments)) {
        awaitOutcomes(system.home().resolve("logs/outcomes.jsonl"), 5);
        product.endInput();
        assertThat(product.linesUntilTheEnd()).noneMatch(line -> line.contains(CANARY));
      }

      assertThat(system.sandbox().faultsFired()).hasSize(faults().size());
      assertThat(Files.readString(log))
          .contains("TRACE org.apache.camel", "io.connectorroutes")
          .doesNotContain(CANARY)
          .doesNotContain(TOKEN)
          .doesNotContain("Bearer ");
    }
  }

  private static List<Fault> faults() {
    String all = "/v1.0/identity/apiConnectors";
    return List.of(
        Fault.on("POST", all).bodyContains("first").does(FaultAction.CUT),
        Fault.on("POST", all).bodyContains("second").does(FaultAction.APPLY_THEN_CUT),
        Fault.on("POST", all).bodyContains("queued").does(FaultAction.CUT),
        Fault.on("PATCH", all + "/*").bodyContains("second").does(FaultAction.CUT),
        Fault.on("POST", all).bodyContains("refused").answer(400));
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
          <logger name="org.apache.camel" level="TRACE"/>
          <logger name="io.connectorroutes" level="TRACE"/>
          <root level="TRACE"><appender-ref ref="file"/></root>
        </configuration>
        """
            .formatted(log));
  }

  private static void awaitOutcomes(Path outcomes, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(outcomes) && Files.readAllLines(outcomes).size() >= count);
  }

  private static String create(String name) {
    return """
    {"changeId":"id-%1$s","operation":"apiConnector.create","properties":{\
    "displayName":"%1$s","targetUrl":"https://api.example/%1$s",\
    "authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication",\
    "username":"u","password":"%2$s"}}}
    """
        .formatted(name, CANARY);
  }
}
