package io.connectorroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Prometheus as Debian installs it, as a process of the test's own that asks one server. */
public final class PrometheusServer implements AutoCloseable {
  private static final Path SERVER = Path.of("/usr/bin/prometheus");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Skips the test where it is not installed; in CI the test fails there. */
  public static void require() {
    String missing = "Prometheus is needed (on Debian the package prometheus)";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(SERVER).as(missing).isExecutable();
    }
    assumeTrue(Files.isExecutable(SERVER), missing);
  }

  /**
   * Starts one that asks each five seconds, and waits as long for an answer.
   *
   * @param asked port of the management server
   * @param rules a file of rules
   */
  public static PrometheusServer start(Path folder, int asked, Path rules) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 5s, scrape_timeout: 5s, evaluation_interval: 1s}
            rule_files: ["%s"]
            scrape_configs:
              - job_name: connector-routes
                metrics_path: /observe/metrics
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(rules.toAbsolutePath(), asked));
    int port = FreePort.any();
    return new PrometheusServer(
            new ProcessBuilder(
                    SERVER.toString(),
                    "--config.file=" + configuration,
                    "--storage.tsdb.path=" + folder.resolve("prometheus"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start(),
            port)
        .awaited(folder.resolve("prometheus.log"));
  }

  private PrometheusServer awaited(Path log) throws IOException {
    Awaitility.await()
        .alias("Prometheus is up")
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(ConnectException.class)
        .until(() -> !process.isAlive() || get("/-/ready").statusCode() == 200);
    if (!process.isAlive()) {
      throw new IOException("Prometheus did not start: " + Files.readString(log));
    }
    return this;
  }

  /** What an expression is now: the series that it gives. */
  public JsonNode query(String expression) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = Json.object(get("/api/v1/query?query=" + encoded).body());
    assertThat(answer.path("status").asText())
        .as("%s: %s", expression, answer)
        .isEqualTo("success");
    return answer.path("data").path("result");
  }

  /** Its rules, with whether they can be evaluated. */
  public JsonNode rules() throws IOException, InterruptedException {
    return Json.object(get("/api/v1/rules").body())
        .path("data")
        .path("groups")
        .path(0)
        .path("rules");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
