package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as spreadsheets and their users make them, and files that are no tables of changes. */
class SpreadsheetsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MOST_ROWS = 1_200;

  private static final String HEADER =
      "changeId;operation;properties.displayName;properties.targetUrl;"
          + "properties.authenticationConfiguration.@odata.type;"
          + "properties.authenticationConfiguration.username;"
          + "properties.authenticationConfiguration.password";

  @TempDir private static Path home;
  private static TestSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = TestSystem.in(home).with("inbox.max-rows", "" + MOST_ROWS).start();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void aFileOfASpreadsheetIsReadAndItsResultsAreLaidOutAlike() throws Exception {
    system.drop("spreadsheet.csv", resource("/cases/spreadsheet.csv"));

    assertThat(system.outcomeOf("xl-1").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(system.outcomeOf("xl-2").outcome()).isEqualTo(Outcome.APPLIED);
    Path results = system.resultsOf("spreadsheet.csv");
    assertThat(Json.file(results.resolve("manifest.json")).get("rows").intValue()).isEqualTo(2);
    String[] lines = Files.readString(results.resolve("succeeded.csv")).split("\r\n", -1);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).startsWith("\uFEFF" + HEADER + ".secretRef;;;;result.row;result.outcome;");
    assertThat(lines[1])
        .startsWith(
            "xl-1;apiConnector.create;Prüfung;https://api.example/pruefung;"
                + "#microsoft.graph.basicAuthentication;svc;change:xl-1;;;;1;applied;xl-1;");
    assertThat(lines[2]).startsWith("xl-2;apiConnector.create;\"Müller; Söhne\";").contains(";3;");
    assertThat(lines[3]).isEmpty();
  }

  @Test
  void resultsOfASpreadsheetCanBeMendedAndDroppedAgain() throws Exception {
    String header = "changeId;operation;target.displayName;properties.targetUrl;";
    String mended = "m-1;apiConnector.update;Mended;http://a.example/\n";
    String noted = "m-2;apiConnector.update;Mended;https://b.example/;canary\n";
    system.drop("mended.json", Requests.create("mended", "Mended").toString());
    assertThat(system.outcomeOf("mended").outcome()).isEqualTo(Outcome.APPLIED);

    system.drop("MENDED.CSV", "sep=;\n" + header + ";\n" + mended + noted);

    String content = Files.readString(system.resultsOf("MENDED.CSV").resolve("failed.csv"));
    assertThat(content).startsWith(header + ";;result.row;").doesNotContain("\r");
    assertThat(content).contains("m-2:2;", "column 5 has no name").doesNotContain("canary");

    system.drop("again.csv", content.replace("http://a", "https://a"));

    for (String changeId : new String[] {"m-1:2", "m-2:2"}) {
      assertThat(system.outcomeOf(changeId))
          .satisfies(o -> assertThat(o.outcome()).as(o.message()).isEqualTo(Outcome.APPLIED));
    }
  }

  @Test
  void aNoteBesideARowCostsItNeitherItsCellsNorItsSecret() throws Exception {
    system.drop(
        "noted.csv",
        HEADER
            + ";\nnote-1;apiConnector.create;Noted;https://a.example/;"
            + "#microsoft.graph.basicAuthentication;svc;pw-noted;canary\n");

    Path failed = system.resultsOf("noted.csv").resolve("failed.csv");
    assertThat(failed).content().contains(";change:note-1;;1;").doesNotContain("canary", "pw-");
    system.drop("noted-again.csv", Files.readString(failed));

    assertThat(system.outcomeOf("note-1:2"))
        .satisfies(o -> assertThat(o.outcome()).as(o.message()).isEqualTo(Outcome.APPLIED));
  }

  @Test
  void aFileThatHoldsNoChangesIsRefusedBeforeItFillsAnything() throws Exception {
    String row = Requests.create("never", "Never") + ",";
    system.drop("arr.json", "[" + row + "[],".repeat(300_000) + "[]]");
    system.drop("lines.jsonl", "\n" + "hunter2\n".repeat(100_000));
    system.drop("cells.csv", "operation,tenant\n" + "a,b,c\n".repeat(100_000));
    system.drop("other.json", Requests.create("other", "Other").toString());

    assertThat(system.outcomeOf("other").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(reason("arr.json"))
        .isEqualTo(
            "100 rows in a row cannot be read, from row 2 on: the row is not a JSON object: give"
                + " one object for a change\n");
    assertThat(reason("lines.jsonl")).contains("from row 1 on: line 2 is no JSON object");
    assertThat(reason("cells.csv")).contains("from row 1 on: the row has 3 cells for 2 columns");
    requireNothingIsKept("arr.json", "never");
  }

  @Test
  void aFileWithMoreRowsThanAreTakenIsRefusedAndNothingOfItIsKept() throws Exception {
    system.drop("many.jsonl", rows("many", MOST_ROWS + 1));

    assertThat(reason("many.jsonl"))
        .isEqualTo(
            "the file has more rows than inbox.max-rows (1200): split it, or raise"
                + " inbox.max-rows\n");
    requireNothingIsKept("many.jsonl", "many-1");
  }

  private static String rows(String name, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Requests.create(name + "-" + i, "Name " + i) + "\n")
        .collect(Collectors.joining());
  }

  private static void requireNothingIsKept(String file, String changeId) {
    Job job = system.application().ledger().reports().job(file).orElseThrow();
    assertThat(job.state()).isEqualTo(Job.State.REFUSED);
    assertThat(job.rows()).isZero();
    assertThat(system.application().ledger().reports().history(changeId)).isEmpty();
    assertThat(home.resolve("dead-letters")).doesNotExist();
    assertThat(home.resolve("results").resolve(file)).doesNotExist();
  }

  private static String reason(String file) throws IOException {
    Path reason = system.awaited("refused/" + file + ".reason.txt");
    Awaitility.await().atMost(TIMEOUT).until(() -> !Files.exists(home.resolve("inbox/" + file)));
    return Files.readString(reason);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SpreadsheetsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
