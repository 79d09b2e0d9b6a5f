package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.FakeLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String UPDATE =
      """
      {"operation":"apiConnector.update","target":{"id":"x"},"changeId":"%s",\
      "properties":{"authenticationConfiguration":{"username":"u","password":"canary"}}}\
      """;

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  @TempDir private Path home;

  @Test
  void rowsGoToTheFileOfTheirOutcome() throws IOException {
    Path folder =
        write(
            json(FileFormat.JSON_LINES),
            row(1, "applied", Outcome.APPLIED),
            row(2, "no-op", Outcome.NO_OP),
            row(3, "superseded", Outcome.SUPERSEDED),
            row(4, "rejected", Outcome.REJECTED),
            row(5, "failed", Outcome.FAILED),
            row(6, "unknown", Outcome.UNKNOWN),
            row(7, "cancelled", Outcome.CANCELLED));

    assertThat(folder).isEqualTo(home.resolve("results/changes.jsonl"));
    assertThat(outcomes(folder, "succeeded.jsonl"))
        .containsExactly("applied", "no-op", "superseded");
    assertThat(outcomes(folder, "failed.jsonl")).containsExactly("rejected", "failed");
    assertThat(outcomes(folder, "unknown.jsonl")).containsExactly("unknown");
    assertThat(outcomes(folder, "unprocessed.jsonl")).containsExactly("cancelled");
    assertThat(names(home.resolve("results"))).containsExactly("changes.jsonl");
  }

  @Test
  void aSnapshotIsItsOwnersAloneHoweverOpenTheFolderAboveIs() throws IOException {
    Path open = Files.createDirectory(home.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path given = Files.createDirectory(open.resolve("given"));
    Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxrwxr-x"));
    JobRow row = row(1, "applied", Outcome.APPLIED);
    for (Path folder : List.of(open.resolve("new"), given, open.resolve("above/new"))) {
      assertThat(results(row).snapshot(json(FileFormat.JSON_LINES), folder)).isTrue();
      assertThat(mode(folder)).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("succeeded.jsonl"))).isEqualTo("rw-------");
      assertThat(mode(folder.resolve("manifest.json"))).isEqualTo("rw-------");
    }
    assertThat(mode(open.resolve("above"))).isEqualTo("rwx------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aLinkInThePlaceOfAFolderIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Files.createDirectories(home.resolve("results"));
    Path link = Files.createSymbolicLink(home.resolve("results/changes.jsonl"), elsewhere);
    Path folder = write(json(FileFormat.JSON_LINES), row(1, "applied", Outcome.APPLIED));
    assertThat(folder).isEqualTo(home.resolve("results/changes.jsonl~2"));
    assertThat(names(elsewhere)).isEmpty();

    // Nor where what it leads to looks like the results of this job.
    Files.copy(folder.resolve("manifest.json"), elsewhere.resolve("manifest.json"));
    Path leftover = home.resolve("results/.changes.jsonl~2.0123abcd");
    Files.createSymbolicLink(leftover, elsewhere);
    write(json(FileFormat.JSON_LINES), row(1, "applied", Outcome.APPLIED));
    assertThat(names(elsewhere)).containsExactly("manifest.json");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.exists(leftover, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aRowIsTheInputsMaskedPlusItsResult() throws IOException {
    JobRow row =
        new JobRow(
            3, "c-1", null, Samples.full(), List.of(), Samples.utf8(UPDATE.formatted("c-1")), null);

    Path folder = write(json(FileFormat.JSON_LINES), row);

    assertThat(folder.resolve("failed.jsonl"))
        .hasContent(
            """
            {"operation":"apiConnector.update","target":{"id":"x"},"changeId":"c-1:2",\
            "properties":{"authenticationConfiguration":{"username":"u",\
            "password":{"secretRef":"change:c-1"}}},\
            "result":{"row":3,"outcome":"failed","changeId":"c-1",\
            "outcomeId":"5a0c7e3e-0000-4000-8000-000000000001",\
            "resourceId":"be1f769b-9b13-437e-b540-79a905c4932c","httpStatus":404,\
            "errorCode":"Request_ResourceNotFound","message":"no such connector",\
            "requestId":"11111111-0000-4000-8000-000000000001",\
            "time":"2026-03-01T10:00:05.120Z"}}
            """);
  }

  @Test
  void whatOthersWroteIsEscapedInRowsAndManifest() throws IOException {
    String hostile = "a\u009b2J\u202e\u2066b";
    JobRow row =
        new JobRow(
            1,
            "c",
            null,
            Samples.plain("c", Outcome.APPLIED, hostile),
            List.of(),
            Samples.utf8("{\"target\":{\"displayName\":\"" + hostile + "\"}}"),
            null);

    Path folder = write(Samples.job(hostile, FileFormat.JSON_LINES, List.of()), row);

    assertThat(lines(folder, "succeeded.jsonl").get(0).at("/target/displayName").textValue())
        .isEqualTo(hostile);
    assertThat(MAPPER.readTree(folder.resolve("manifest.json").toFile()).path("job").textValue())
        .isEqualTo(hostile);
    assertThat(folder.resolve("succeeded.jsonl")).content().isASCII();
    assertThat(folder.resolve("manifest.json")).content().isASCII();
  }

  @Test
  void onlyFailedRowsGetANewId() throws IOException {
    Path folder =
        write(
            json(FileFormat.JSON_LINES),
            row(1, "a", Outcome.APPLIED),
            row(2, "u", Outcome.UNKNOWN),
            row(3, "c", Outcome.CANCELLED),
            row(4, "f", Outcome.FAILED),
            Samples.row(5, "derived", Outcome.FAILED, "{\"operation\":\"x\"}"),
            Samples.row(6, "derived-6", Outcome.APPLIED, "{\"operation\":\"x\"}"));

    assertThat(changeIds(folder, "succeeded.jsonl")).containsExactly("a", null);
    assertThat(changeIds(folder, "unknown.jsonl")).containsExactly("u");
    assertThat(changeIds(folder, "unprocessed.jsonl")).containsExactly("c");
    assertThat(changeIds(folder, "failed.jsonl")).containsExactly("f:2", "derived:2");
    assertThat(lines(folder, "failed.jsonl").get(1).toString())
        .startsWith("{\"changeId\":\"derived:2\",");
  }

  @Test
  void aRowThatFailsAgainCountsUp() throws IOException {
    Path folder =
        write(
            json(FileFormat.JSON_LINES),
            Samples.row(
                1,
                "f:2",
                Outcome.FAILED,
                "{\"changeId\":\"f:2\",\"result\":{\"changeId\":\"f\",\"message\":\"old\"}}"));

    JsonNode line = lines(folder, "failed.jsonl").get(0);
    assertThat(line.path("changeId").asText()).isEqualTo("f:3");
    assertThat(line.path("result").path("changeId").asText()).isEqualTo("f:2");
    assertThat(line.path("result").has("message")).isFalse();
  }

  @Test
  void aRowThatCouldNotBeParsedIsOnlyItsResult() throws IOException {
    Path folder =
        write(
            json(FileFormat.JSON_LINES),
            Samples.row(1, "derived-1", Outcome.REJECTED, "{\"password\":\"canary"),
            new JobRow(
                2,
                "derived-2",
                null,
                rejected("derived-2"),
                List.of(),
                Samples.utf8("\"canary\""),
                null),
            new JobRow(3, "derived-3", null, rejected("derived-3"), List.of(), null, null));

    assertThat(lines(folder, "failed.jsonl"))
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line.properties())
                    .extracting(field -> field.getKey())
                    .containsExactly("result"))
        .extracting(line -> line.path("result").path("row").asInt())
        .containsExactly(1, 2, 3);
  }

  @Test
  void whereThereIsNoOriginalTheChangeGivesTheRow() throws IOException {
    JobRow row =
        new JobRow(
            1,
            "c",
            null,
            Samples.plain("c", Outcome.APPLIED, null),
            List.of(),
            null,
            Samples.utf8(UPDATE.formatted("c")));

    Path folder = write(json(FileFormat.JSON_LINES), row);

    assertThat(lines(folder, "succeeded.jsonl").get(0).path("target").path("id").asText())
        .isEqualTo("x");
  }

  @Test
  void anArrayStaysAnArray() throws IOException {
    Path folder =
        write(
            json(FileFormat.JSON),
            row(1, "a", Outcome.APPLIED),
            row(2, "b", Outcome.APPLIED),
            row(3, "f", Outcome.FAILED));

    JsonNode succeeded = MAPPER.readTree(folder.resolve("succeeded.json").toFile());
    JsonNode failed = MAPPER.readTree(folder.resolve("failed.json").toFile());
    assertThat(succeeded).hasSize(2);
    assertThat(failed).hasSize(1);
    assertThat(failed.isArray()).isTrue();
  }

  @Test
  void theManifestAddsUp() throws IOException, NoSuchAlgorithmException {
    JobRow duplicate =
        new JobRow(
            4,
            "a",
            "a",
            Samples.plain("a", Outcome.APPLIED, null),
            List.of(),
            Samples.utf8(UPDATE.formatted("a")),
            null);

    Path folder =
        write(
            json(FileFormat.JSON_LINES),
            row(1, "a", Outcome.APPLIED),
            row(2, "n", Outcome.NO_OP),
            row(3, "f", Outcome.FAILED),
            duplicate);

    assertThat(MAPPER.readTree(folder.resolve("manifest.json").toFile()))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"job":"changes.jsonl","source":"/srv/inbox/changes.jsonl",
                 "receivedAt":"2026-03-01T10:00:00.000Z",
                 "completedAt":"2026-03-01T10:00:05.120Z","rows":4,
                 "counts":{"applied":2,"no-op":1,"superseded":0,"rejected":0,"failed":1,
                           "unknown":0,"cancelled":0},
                 "duplicates":1,
                 "files":[{"name":"succeeded.jsonl","rows":3,"sha256":"%s"},
                          {"name":"failed.jsonl","rows":1,"sha256":"%s"}]}
                """
                    .formatted(
                        sha256(folder.resolve("succeeded.jsonl")),
                        sha256(folder.resolve("failed.jsonl")))));
    assertThat(names(folder)).containsExactly("failed.jsonl", "manifest.json", "succeeded.jsonl");
    assertThat(lines(folder, "succeeded.jsonl").get(2).path("result").path("duplicateOf").asText())
        .isEqualTo("a");
  }

  @Test
  void writingAgainLeavesWhatIsThere() throws IOException {
    FakeLedger reports = FakeLedger.of(List.of(row(1, "a", Outcome.APPLIED)));
    ResultFiles files = new ResultFiles(home.resolve("results"), reports, Samples.masking());
    Path folder = files.write(json(FileFormat.JSON));
    byte[] before = Files.readAllBytes(folder.resolve("succeeded.json"));

    assertThat(files.write(json(FileFormat.JSON))).isEqualTo(folder);

    assertThat(reports.reads).isEqualTo(1);
    assertThat(folder.resolve("succeeded.json")).hasBinaryContent(before);
  }

  @Test
  void whatACrashLeftBehindIsClearedAway() throws IOException {
    Path results = Files.createDirectory(home.resolve("results"));
    Path leftover = Files.createDirectory(results.resolve(".changes.json.0123abcd"));
    Files.writeString(leftover.resolve("succeeded.json"), "[");
    Path otherJobs = Files.createDirectory(results.resolve(".changes.json.json.0123abcd"));

    write(json(FileFormat.JSON), row(1, "a", Outcome.APPLIED));

    assertThat(leftover).doesNotExist();
    assertThat(otherJobs).exists();
    assertThat(names(results)).containsExactly(".changes.json.json.0123abcd", "changes.json");
  }

  @Test
  void aFailureOnTheWayLeavesNothing() {
    FakeLedger reports =
        FakeLedger.of(
            () ->
                Stream.iterate(1, n -> n + 1)
                    .map(
                        n -> {
                          if (n == 3) {
                            throw new IllegalStateException("planned");
                          }
                          return row(n, "c-" + n, Outcome.APPLIED);
                        })
                    .iterator());
    ResultFiles files = new ResultFiles(home.resolve("results"), reports, Samples.masking());

    assertThatThrownBy(() -> files.write(json(FileFormat.JSON))).hasMessage("planned");

    assertThat(home.resolve("results")).isEmptyDirectory();
  }

  @Test
  void anotherWorkerMayBeFaster() throws IOException {
    Path results = home.resolve("results");
    ResultFiles first =
        new ResultFiles(
            results, FakeLedger.of(List.of(row(1, "a", Outcome.APPLIED))), Samples.masking());
    boolean[] overtaken = new boolean[1];
    FakeLedger slow =
        FakeLedger.of(
            () -> {
              overtake(first);
              overtaken[0] = true;
              return List.of(row(1, "a", Outcome.APPLIED)).iterator();
            });

    Path folder = new ResultFiles(results, slow, Samples.masking()).write(json(FileFormat.JSON));

    assertThat(overtaken[0]).isTrue();
    assertThat(folder).isEqualTo(results.resolve("changes.json"));
    assertThat(names(results)).containsExactly("changes.json");
  }

  @Test
  void resultsOfAnotherLedgerAreNeverTouchedNorTakenForOurs() throws IOException {
    Path foreign = Files.createDirectories(home.resolve("results/changes.json"));
    Files.writeString(foreign.resolve("manifest.json"), "{\"job\":\"changes.json\"}");

    Path folder = write(json(FileFormat.JSON), row(1, "a", Outcome.APPLIED));

    assertThat(folder).isEqualTo(home.resolve("results/changes.json~2"));
    assertThat(names(foreign)).containsExactly("manifest.json");
    assertThat(write(json(FileFormat.JSON), row(1, "a", Outcome.APPLIED))).isEqualTo(folder);
  }

  @Test
  void anErrorNamesTheFolder() throws IOException {
    Files.writeString(home.resolve("results"), "a file in the way");

    assertThatThrownBy(() -> write(json(FileFormat.JSON), row(1, "a", Outcome.APPLIED)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(home.resolve("results/changes.json").toString());
  }

  @Test
  void aLongOrOddJobNameMakesAFolderInTheDirectory() throws IOException {
    FakeLedger reports = FakeLedger.of(List.of(row(1, "a", Outcome.APPLIED)));
    ResultFiles files = new ResultFiles(home.resolve("results"), reports, Samples.masking());

    Path longName = files.write(Samples.job("ü".repeat(200), FileFormat.JSON, List.of()));
    Path parent = files.write(Samples.job("..", FileFormat.JSON, List.of()));
    Path slashes = files.write(Samples.job("../x.json", FileFormat.JSON, List.of()));

    assertThat(Samples.utf8(longName.getFileName().toString())).hasSizeLessThanOrEqualTo(240);
    assertThat(List.of(longName, parent, slashes))
        .allSatisfy(folder -> assertThat(folder).isDirectory().hasParent(home.resolve("results")));
  }

  @Test
  void memoryDoesNotGrowWithTheJob() throws IOException {
    HeapWatch heap = new HeapWatch(List.of(20_000, 190_000));
    FakeLedger reports =
        FakeLedger.of(
            () ->
                Stream.iterate(1, n -> n + 1)
                    .limit(200_000)
                    .peek(heap::at)
                    .map(n -> row(n, "c-" + n, OUTCOMES.get(n % OUTCOMES.size())))
                    .iterator());

    Path folder =
        new ResultFiles(home.resolve("results"), reports, Samples.masking())
            .write(json(FileFormat.JSON_LINES));

    assertThat(heap.growth()).isLessThan(16L << 20);
    assertThat(Files.size(folder.resolve("succeeded.jsonl"))).isGreaterThan(20L << 20);
    assertThat(MAPPER.readTree(folder.resolve("manifest.json").toFile()).path("rows").asInt())
        .isEqualTo(200_000);
  }

  private static void overtake(ResultFiles files) {
    try {
      files.write(json(FileFormat.JSON));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theByteOrderMarkAndLineEndsAreThoseOfTheInput() throws IOException {
    FileLayout layout = new FileLayout(List.of(), ',', true, "\r\n");
    JobRow[] rows = {row(1, "c-1", Outcome.APPLIED), row(2, "c-2", Outcome.APPLIED)};

    Path lines = write(Samples.job("lines.jsonl", FileFormat.JSON_LINES, layout), rows);
    Path array = write(Samples.job("array.json", FileFormat.JSON, layout), rows);

    assertThat(Files.readString(lines.resolve("succeeded.jsonl")))
        .matches("\uFEFF\\{.*c-1.*}\r\n\\{.*c-2.*}\r\n");
    assertThat(Files.readString(array.resolve("succeeded.json")))
        .matches("\uFEFF\\[\r\n\\{.*c-1.*},\r\n\\{.*c-2.*}\r\n]\r\n");
  }

  private Path write(Job job, JobRow... rows) throws IOException {
    Path folder = results(rows).write(job);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).allSatisfy(file -> assertThat(file).content().doesNotContain("canary"));
    }
    return folder;
  }

  private ResultFiles results(JobRow... rows) {
    return new ResultFiles(
        home.resolve("results"), FakeLedger.of(List.of(rows)), Samples.masking());
  }

  private static Job json(FileFormat format) {
    return Samples.job("changes" + format.extension(), format, List.of());
  }

  private static JobRow row(int number, String changeId, Outcome outcome) {
    return Samples.row(number, changeId, outcome, UPDATE.formatted(changeId));
  }

  private static OutcomeRecord rejected(String changeId) {
    return Samples.plain(changeId, Outcome.REJECTED, "not a JSON object");
  }

  private static List<JsonNode> lines(Path folder, String name) throws IOException {
    try (var values = MAPPER.readerFor(JsonNode.class).readValues(folder.resolve(name).toFile())) {
      return values.readAll().stream().map(JsonNode.class::cast).toList();
    }
  }

  private static List<String> outcomes(Path folder, String name) throws IOException {
    return lines(folder, name).stream()
        .map(line -> line.path("result").path("outcome").asText())
        .toList();
  }

  private static List<String> changeIds(Path folder, String name) throws IOException {
    return lines(folder, name).stream().map(line -> line.path("changeId").asText(null)).toList();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
