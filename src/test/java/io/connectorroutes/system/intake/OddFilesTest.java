package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** What is odd about a file is told of that file, and the next one goes on. */
class OddFilesTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir static Path home;
  private static TestSystem system;
  private static Path inbox;

  @BeforeAll
  static void start() throws Exception {
    inbox = Files.createDirectories(home.resolve("inbox"));
    system = TestSystem.in(home).start();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void namesMayHoldAnythingAndBeAsLongAsTheFileSystemAllows() throws Exception {
    String longest = "n".repeat(250) + ".json";
    String[] names = {"with  blanks .json", "two\nlines.json", "${in.body}%41.json", longest};
    for (int i = 0; i < names.length; i++) {
      place(names[i], bytes(Requests.create("name-" + i, "Name " + i).toString()));
    }
    for (int i = 0; i < names.length; i++) {
      assertThat(system.outcomeOf("name-" + i).outcome()).isEqualTo(Outcome.APPLIED);
      system.awaited("accepted/" + (i < 3 ? names[i] : names[i].substring(0, 220)));
    }
  }

  @Test
  void refusedFilesOfTheLongestNameHaveTheirReasons() throws Exception {
    String longest = "r".repeat(250) + ".json";
    for (int i = 1; i <= 2; i++) {
      place(longest, bytes("[" + i));
      String suffix = i == 1 ? "" : "~" + i;
      String kept = longest.substring(0, 244 - suffix.length()) + suffix;
      assertThat(system.awaited("refused/" + kept)).content().isEqualTo("[" + i);
      assertThat(home.resolve("refused/" + kept + ".reason.txt")).content().contains("cut short");
    }
  }

  @Test
  void foldersAreLeftAloneAndLinksAndPipesAreRefused() throws Exception {
    Path elsewhere = Files.writeString(home.resolve("elsewhere.json"), secretFile());
    Files.createDirectory(inbox.resolve("folder.json"));
    Files.createSymbolicLink(inbox.resolve("link.json"), elsewhere);
    Files.createSymbolicLink(inbox.resolve("nowhere.json"), home.resolve("nothing"));
    assertThat(
            new ProcessBuilder("mkfifo", inbox.resolve("pipe.json").toString()).start().waitFor())
        .isZero();

    assertThat(reason("link.json")).contains("link").contains("drop the file itself");
    assertThat(reason("pipe.json")).contains("pipe").contains("drop the file itself");
    requireTheNextGoesOn("after-kinds");
    assertThat(elsewhere).exists();
    assertThat(Files.isSymbolicLink(home.resolve("refused/link.json"))).isTrue();
    assertThat(inbox.resolve("folder.json")).isDirectory();
    assertThat(Files.exists(inbox.resolve("nowhere.json"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(home.resolve("refused/nowhere.json.reason.txt")).doesNotExist();
    assertThat(system.application().ledger().reports().history("never")).isEmpty();
  }

  private static String secretFile() {
    return Requests.create("never", "Never").toString();
  }

  @Test
  void aFileThatMayNotBeReadIsRefused() throws Exception {
    Path file = inbox.resolve(".closed.json.part");
    Files.writeString(file, secretFile());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("this user may read every file").isFalse();
    Files.move(file, inbox.resolve("closed.json"));

    assertThat(reason("closed.json")).contains("may not read the file");
    requireTheNextGoesOn("after-closed");
  }

  @Test
  void hostileFilesAreRefusedWithOneReasonEach() throws Exception {
    place("columns.csv", bytes("operation," + columns(10_000) + "\nx\n"));
    place("deep.json", bytes("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"));
    place("nul.json", bytes("{\"operation\":\"\0\"}"));
    place("nul.csv", bytes("operation,\0\nx,y\n"));
    place("half.jsonl", new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'});
    placeLong("long.csv", "operation\n\"");
    placeLong("long.json", "{\"a\":\"");

    assertThat(reason("columns.csv")).isEqualTo("the file has more than 1000 columns\n");
    assertThat(reason("deep.json")).contains("nests too deep");
    assertThat(reason("nul.json")).contains("is not valid JSON");
    assertThat(reason("nul.csv")).contains("is not a field of a change");
    assertThat(reason("half.jsonl")).contains("not UTF-8");
    assertThat(reason("long.csv")).contains("close each quote");
    assertThat(reason("long.json")).contains("longer than 4 MiB");
    requireTheNextGoesOn("after-hostile");
  }

  @Test
  void hostileLinesAreRejectedAndTheNextLineGoesOn() throws Exception {
    String good = Requests.create("between", "Between").toString();
    Path part = inbox.resolve("lines.jsonl.part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      writeLong(out);
      out.write(bytes("\n{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}\n"));
      out.write(bytes("{\"operation\":\"\\ud800\"}\n{\"operation\":\"a\0b\"}\n"));
      out.write(bytes("{\"operation\":\"a\\u0000b\"}\n" + good + "\n"));
    }
    Files.move(part, inbox.resolve("lines.jsonl"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(system.outcomeOf("between").outcome()).isEqualTo(Outcome.APPLIED);
    Path results = system.resultsOf("lines.jsonl");
    assertThat(results.resolve("manifest.json"))
        .content()
        .contains("\"rejected\" : 5")
        .contains("\"applied\" : 1");
  }

  @Test
  void whatAnInterruptedFileHasRecordedIsDroppedWhenAnotherTakesItsPlace() throws Exception {
    Path file = inbox.resolve("replaced.json");
    FileSource earlier =
        new FileSource(
            "replaced.json", file.toString(), FileFormat.JSON, 9, "0".repeat(64), "earlier");
    Job begun = system.application().ledger().recorder().openFile(earlier, true);

    place("replaced.json", bytes(Requests.create("again", "Again").toString()));

    assertThat(system.outcomeOf("again").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(system.application().ledger().reports().job(begun.name()).orElseThrow().state())
        .isEqualTo(Job.State.REFUSED);
  }

  @Test
  void aFileThatIsWrittenToWhileItIsReadIsReadAgainAsAWhole() throws Exception {
    int rows = 5_000;
    Path file = inbox.resolve("grows.jsonl");
    Path part = inbox.resolve(".grows.part");
    try (BufferedWriter out = Files.newBufferedWriter(part)) {
      for (int i = 1; i <= rows; i++) {
        out.write(later("grows-" + i));
      }
    }
    Files.move(part, file);
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> job("grows.jsonl").isPresent());
    try (Connection ledger = ledger();
        Statement statement = ledger.createStatement()) {
      // Nothing more is recorded until this ends.
      statement.execute("BEGIN IMMEDIATE");
      assertThat(job("grows.jsonl").orElseThrow().state()).isEqualTo(Job.State.RECORDING);
      Files.writeString(file, later("grows-last"), StandardOpenOption.APPEND);
      statement.execute("COMMIT");
    }

    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> job("grows.jsonl~2").filter(job -> job.state() == Job.State.OPEN).isPresent());
    assertThat(job("grows.jsonl~2").orElseThrow().rows()).isEqualTo(rows + 1);
    assertThat(job("grows.jsonl").orElseThrow().state()).isEqualTo(Job.State.REFUSED);
    assertThat(system.application().ledger().reports().history("grows-last")).hasSize(1);
    assertThat(system.awaited("accepted/grows.jsonl~2")).content().contains("grows-last");
    assertThat(home.resolve("refused/grows.jsonl")).doesNotExist();
  }

  private static String later(String changeId) {
    return Requests.create(changeId, changeId).put("notBefore", "2099-01-01T00:00:00Z") + "\n";
  }

  private static Optional<Job> job(String name) {
    return system.application().ledger().reports().job(name);
  }

  private static Connection ledger() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(15_000);
    return config.createConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
  }

  @Test
  void noFileIsTakenWhileAnotherWorkerTakesOne() throws Exception {
    try (FileChannel lock =
        FileChannel.open(
            inbox.resolve(".taking"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Awaitility.await().atMost(TIMEOUT).until(() -> isTaken(lock));
      system.drop("waits.json", Requests.create("waits", "Waits").toString());
      Awaitility.await()
          .during(Duration.ofMillis(1_500))
          .atMost(TIMEOUT)
          .until(() -> job("waits.json").isEmpty());
    }
    assertThat(system.outcomeOf("waits").outcome()).isEqualTo(Outcome.APPLIED);
  }

  private static boolean isTaken(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void requireTheNextGoesOn(String changeId) throws IOException {
    system.drop(changeId + ".json", Requests.create(changeId, changeId).toString());
    assertThat(system.outcomeOf(changeId).outcome()).isEqualTo(Outcome.APPLIED);
  }

  private static String reason(String name) throws IOException {
    Path refused = home.resolve("refused").resolve(name);
    Awaitility.await()
        .alias(name + " is refused")
        .atMost(TIMEOUT)
        .until(() -> Files.exists(refused, LinkOption.NOFOLLOW_LINKS));
    assertThat(Files.exists(inbox.resolve(name), LinkOption.NOFOLLOW_LINKS)).isFalse();
    return Files.readString(refused.resolveSibling(name + ".reason.txt"));
  }

  private static void place(String name, byte[] content) throws IOException {
    Path part = Files.write(inbox.resolve(".next.part"), content);
    Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void placeLong(String name, String begin) throws IOException {
    Path part = inbox.resolve(".long.part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      out.write(bytes(begin));
      writeLong(out);
    }
    Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** 100 MB without a line break. */
  private static void writeLong(OutputStream out) throws IOException {
    byte[] million = new byte[1_000_000];
    Arrays.fill(million, (byte) 'x');
    for (int i = 0; i < 100; i++) {
      out.write(million);
    }
  }

  private static String columns(int count) {
    return IntStream.range(0, count).mapToObj(i -> "result." + i).collect(Collectors.joining(","));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
