package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of dropped files: read, refused, or left alone. */
class InboxTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String HEADER = "changeId,operation,target.id,properties.targetUrl";

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"cut.json", "latin.jsonl", "column.csv", "empty.json", "word.json"})
  void aFileThatBreaksItsFormatIsRefusedWhole(String name) throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      Path part = Files.createDirectories(home.resolve("inbox")).resolve(name + ".part");
      Files.write(part, malformed(name));
      Files.move(part, home.resolve("inbox").resolve(name));

      await(home.resolve("refused").resolve(name));
      assertThat(home.resolve("refused").resolve(name + ".reason.txt"))
          .content()
          .isNotBlank()
          .doesNotContain(Requests.CANARY);
      assertThat(home.resolve("inbox").resolve(name)).doesNotExist();
      // What comes after it goes its way, and nothing of it was sent.
      system.drop("good.json", Requests.create("c-9", "Good").toString());
      assertThat(system.outcomeOf("c-9").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.writes()).hasSize(1);
      assertThat(system.application().ledger().reports().openChanges()).isZero();
      assertThat(home.resolve("results").resolve(name)).doesNotExist();
    }
  }

  private static byte[] malformed(String name) {
    String good = Requests.create("c-1", "First").toString();
    return switch (name) {
      case "cut.json" -> bytes("[" + good + ",");
      case "latin.jsonl" -> (good + "\n\u00e4\n").getBytes(StandardCharsets.ISO_8859_1);
      case "column.csv" ->
          bytes(HEADER + ",properties.targetUri\nc-1,apiConnector.update,x,https://a.example/,\n");
      case "word.json" -> bytes("hello");
      default -> new byte[0];
    };
  }

  @Test
  void aFileThatGrowsIsReadWhenItIsWhole() throws Exception {
    try (TestSystem system = TestSystem.in(home).with("inbox.quiet", "5s").start()) {
      Path file = Files.createDirectories(home.resolve("inbox")).resolve("slow.jsonl");
      AtomicInteger rows = new AtomicInteger();
      Awaitility.await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                append(file, rows.incrementAndGet());
                return rows.get() == 20;
              });

      Path results = system.resultsOf("slow.jsonl");
      assertThat(results.resolve("manifest.json")).content().contains("\"rows\" : 20");
      assertThat(home.resolve("results").resolve("slow.jsonl~2")).doesNotExist();
      assertThat(system.writes()).hasSize(20);
    }
  }

  private static void append(Path file, int row) throws IOException {
    Files.writeString(
        file,
        Requests.create("c-" + row, "API " + row) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  void hiddenAndUnfinishedFilesAreLeftAlone() throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      Path inbox = Files.createDirectories(home.resolve("inbox"));
      for (String name : new String[] {".hidden.json", "a.json.part", "b.json.tmp", "c.txt"}) {
        Files.writeString(inbox.resolve(name), Requests.create("c-1", name).toString());
      }
      system.drop("good.json", Requests.create("c-9", "Good").toString());

      assertThat(system.outcomeOf("c-9").outcome()).isEqualTo(Outcome.APPLIED);
      system.resultsOf("good.json");
      assertThat(inbox)
          .isDirectoryContaining("glob:**/.hidden.json")
          .isDirectoryContaining("glob:**/a.json.part")
          .isDirectoryContaining("glob:**/b.json.tmp")
          .isDirectoryContaining("glob:**/c.txt");
      assertThat(system.writes()).hasSize(1);
    }
  }

  @Test
  void theSecondFileOfANameIsAJobOfItsOwn() throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      system.drop("a.json", Requests.create("c-1", "First").toString());
      await(home.resolve("accepted/a.json"));
      system.drop("a.json", Requests.create("c-2", "Second").toString());

      Path results = system.resultsOf("a.json~2");
      assertThat(system.outcomeOf("c-2").job()).isEqualTo("a.json~2");
      assertThat(results.resolve("succeeded.json")).content().contains("c-2");
      assertThat(system.resultsOf("a.json").resolve("succeeded.json")).content().contains("c-1");
      assertThat(home.resolve("accepted/a.json")).content().contains("First");
      await(home.resolve("accepted/a.json~2"));
      assertThat(home.resolve("accepted/a.json~2")).content().contains("Second");
    }
  }

  /**
   * The sender pauses for longer than {@code inbox.quiet}: what comes afterwards is not lost in
   * silence.
   */
  @Test
  void whatIsWrittenToATakenFileIsReported() throws Exception {
    int port = FreePort.any();
    try (TestSystem system =
        TestSystem.in(home).with("management.port", String.valueOf(port)).start()) {
      Path file = Files.createDirectories(home.resolve("inbox")).resolve("export.csv");
      try (Writer writer = Files.newBufferedWriter(file)) {
        writer.write("changeId,operation,target.displayName\nslow-0,apiConnector.delete,Nobody\n");
        writer.flush();
        await(home.resolve("accepted/export.csv"));
        writer.write("slow-1,apiConnector.delete,Nobody\n");
      }
      await(home.resolve("accepted/export.csv.grew.txt"));

      assertThat(system.application().ledger().reports().files(10))
          .singleElement()
          .satisfies(
              report -> assertThat(report.reason()).contains("no row from row 2 on was read"));
      assertThat(get(port, "/observe/metrics").lines())
          .anyMatch(line -> line.matches("connectorroutes_files_grew_total.* 1\\.0"));
    }
  }

  private static String get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void await(Path file) {
    Awaitility.await().atMost(TIMEOUT).until(() -> Files.exists(file));
  }
}
