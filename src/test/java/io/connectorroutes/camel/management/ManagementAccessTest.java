package io.connectorroutes.camel.management;

import static io.connectorroutes.camel.management.LoginTest.basic;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.ReportedHealthCheck;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.RawHttp;
import io.connectorroutes.testing.RawHttp.Answer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered by a server that others than this machine can connect to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementAccessTest {
  private static final String OURS = "Host: Routes.example.com:8443";
  private static final List<String> PROBES =
      List.of("/observe/health/live", "/observe/health/ready");

  private final int port = FreePort.any();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Sandbox sandbox;
  private HostApplication host;

  @BeforeAll
  void start(@TempDir Path folder) {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    metrics.counter("theirs").increment();
    host =
        HostApplication.with(folder.resolve("connector-routes"), sandbox)
            .keys(
                "management.host=0.0.0.0",
                "management.port=" + port,
                "management.user=ops",
                "management.password-hash=" + LoginTest.HASH,
                "management.public-host=routes.example.com, [2001:db8::1]")
            .bind("metrics", metrics)
            .bind("theirs", new ReportedHealthCheck("x", () -> Optional.of("canary")))
            .start();
  }

  @AfterAll
  void stop() {
    host.close();
    sandbox.close();
  }

  private Answer get(String path, String... headers) throws IOException {
    return RawHttp.get(port, path, headers);
  }

  private static String login(String credentials) {
    return "Authorization: " + basic(credentials);
  }

  @Test
  void whoLogsInSeesHealthAndTheApplicationsMetrics() throws Exception {
    String login = login("ops:pässwörd€");
    Answer health = get("/observe/health", OURS, login);
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.body()).contains("canary");
    Answer shown = get("/observe/metrics", OURS, login);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body()).contains("theirs_total 1.0");
    assertThat(get("/observe/health/ready?exposureLevel=full", OURS, login).body())
        .contains("checks");
    assertThat(get("/", OURS, login).status()).isEqualTo(404);
  }

  @Test
  void anAddressThatFailedTenTimesRestsAndOthersDoNot() throws Exception {
    InetAddress other = InetAddress.getByName("127.0.0.9");
    for (int i = 0; i < 10; i++) {
      Answer wrong = RawHttp.get(other, port, "/observe/metrics", OURS, login("ops:" + i));
      assertThat(wrong.status()).isEqualTo(401);
    }
    String right = login("ops:pässwörd€");
    Answer resting = RawHttp.get(other, port, "/observe/metrics", OURS, right);
    assertThat(resting.status()).isEqualTo(429);
    assertThat(resting.head()).containsPattern("retry-after: ([1-5]?[0-9]|60)\r");
    assertThat(resting.body()).hasLineCount(1).startsWith("too many logins failed");
    Answer probe = RawHttp.get(other, port, "/observe/health/ready", OURS, right);
    assertThat(probe.body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get("/observe/metrics", OURS, right).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/observe/health",
        "/observe/health/",
        "/observe/health/live/",
        "/observe/health/ready/x",
        "/observe/health/ready/../",
        "/observe/health%2Fready",
        "/observe/metrics",
        "/observe/health/live/../../metrics",
        "/nothing"
      })
  void nothingButTheProbesIsAnsweredWithoutALogin(String path) throws Exception {
    Answer answer = get(path, OURS);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.head()).contains("www-authenticate: basic realm=\"connector-routes\"");
    assertThat(answer.body()).hasLineCount(1).doesNotContain("canary", "theirs");
    // No guess: it is not counted.
    assertThat(get(path, OURS, "Authorization: Basic ?").status()).isEqualTo(401);
  }

  @Test
  void aProbeIsAnsweredToAllWithItsStatusAlone() throws Exception {
    for (String path : PROBES) {
      String everything = path + "?exposureLevel=full&data=true&stackTrace=true";
      for (String[] headers :
          new String[][] {
            {OURS},
            {"Host: evil.example"},
            {"Host: 203.0.113.5:8088", login("ops:wrong")},
            {OURS, login("ops:wrong")},
            {OURS, "Authorization: Basic ?"}
          }) {
        Answer answer = get(everything, headers);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(answer.head()).doesNotContain("www-authenticate", "retry-after");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 203.0.113.5:8088",
        "Host: routes.example.com.evil.example",
        "Host: evil-routes.example.com",
        "Host: 127.0.0.1.evil.example",
        "Host: localhost.evil.example",
        "Host: 0.0.0.0",
        "Host: [2001:db8::2]",
        "Host: ",
        "Host: routes.example.com\r\nHost: evil.example",
        "X-Forwarded-Host: routes.example.com",
        "Host: evil.example\r\nX-Forwarded-Host: routes.example.com",
        "Host: evil.example\r\nForwarded: host=routes.example.com",
      })
  void aRequestByAnotherNameIsRefused(String hosts) throws Exception {
    for (String path : List.of("/", "/observe/health", "/observe/metrics")) {
      Answer answer = get(path, hosts, login("ops:pässwörd€"));
      // Vert.x refuses what breaks HTTP itself.
      assertThat(answer.status()).isIn(421, 400);
      assertThat(answer.body()).doesNotContain("evil", "canary", "theirs");
    }
  }

  @Test
  void theNameOfAnAbsoluteUriIsNotOverlooked() throws Exception {
    assertThat(get("http://evil.example/observe/metrics", OURS).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: routes.example.com",
        "Host: ROUTES.EXAMPLE.COM:1",
        "Host: [2001:DB8::1]:8088",
        "Host: 127.0.0.1:8088",
        "Host: localhost",
        "Host: [::1]:8088"
      })
  void thisMachineAndPublicHostsAreNamesOfIt(String name) throws Exception {
    assertThat(get("/observe/metrics", name).status()).isEqualTo(401);
  }
}
