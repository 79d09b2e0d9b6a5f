package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.FakeLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvResultFilesTest {
  private static final String PASSWORD = "properties.authenticationConfiguration.password";
  private static final String RESULT_HEADER =
      "result.row,result.outcome,result.changeId,result.outcomeId,result.resourceId,"
          + "result.httpStatus,result.errorCode,result.message,result.requestId,"
          + "result.duplicateOf,result.time";

  @TempDir private Path results;

  @Test
  void theInputsColumnsInOrderThenTheResult() throws IOException {
    List<String> columns = List.of("target.id", "changeId", PASSWORD, "properties.displayName");
    JobRow row =
        Samples.row(
            1,
            "c-1",
            Outcome.APPLIED,
            "{\"target.id\":\"x\",\"changeId\":\"c-1\",\""
                + PASSWORD
                + "\":\"canary\",\"properties.displayName\":\"A\"}");

    assertThat(write(columns, row).resolve("succeeded.csv"))
        .hasContent(
            "target.id,changeId,"
                + PASSWORD
                + ".secretRef,properties.displayName,"
                + RESULT_HEADER
                + "\r\nx,c-1,change:c-1,A,1,applied,c-1,o-c-1,,,,,,,2026-03-01T10:00:05.120Z\r\n");
  }

  @Test
  void aFailedFileHasAChangeIdColumnInAnyCase() throws IOException {
    Path folder =
        write(
            List.of("operation"),
            Samples.row(1, "derived-1", Outcome.FAILED, "{\"operation\":\"x\"}"),
            Samples.row(2, "derived-2", Outcome.APPLIED, "{\"operation\":\"x\"}"));

    assertThat(records(folder, "failed.csv"))
        .extracting(record -> List.of(record.get(0), record.get(1)))
        .containsExactly(List.of("changeId", "operation"), List.of("derived-1:2", "x"));
    assertThat(records(folder, "succeeded.csv").get(0).get(0)).isEqualTo("operation");
  }

  @Test
  void aRowThatFailsAgainCountsUpAndItsOldResultGoes() throws IOException {
    Path folder =
        write(
            List.of("changeId", "operation", "result.changeId", "result.message"),
            Samples.row(
                1,
                "c:2",
                Outcome.FAILED,
                "{\"changeId\":\"c:2\",\"operation\":\"x\",\"result.changeId\":\"c\","
                    + "\"result.message\":\"old\"}"));

    List<List<String>> records = records(folder, "failed.csv");
    assertThat(records.get(0)).startsWith("changeId", "operation", "result.row").hasSize(15);
    assertThat(records.get(1)).startsWith("c:3", "x", "1", "failed", "c:2").doesNotContain("old");
  }

  @Test
  void anIdThatASpreadsheetMayTakeForAFormulaCountsUpAsWell() throws IOException {
    Path folder =
        write(
            List.of("changeId", "result.changeId"),
            Samples.row(
                1, "-c:2", Outcome.FAILED, "{\"changeId\":\"-c:2\",\"result.changeId\":\"'-c\"}"));

    assertThat(records(folder, "failed.csv").get(1)).startsWith("-c:3", "1", "failed", "'-c:2");
  }

  @Test
  void cellsOfTheInputAreNeverAlteredAndResultsAreNoFormulas() throws IOException {
    String hostile = "=1+1";
    OutcomeRecord outcome = Samples.plain("c", Outcome.FAILED, "=HYPERLINK(\"x\")");
    JobRow row =
        new JobRow(
            1,
            "c",
            null,
            outcome,
            List.of(),
            Samples.utf8(
                "{\"changeId\":\"c\",\"properties.displayName\":\""
                    + hostile
                    + "\",\"target.displayName\":\" a,\\\"b\\\"\\r\\nc\\n\"}"),
            null);

    Path folder = write(List.of("changeId", "properties.displayName", "target.displayName"), row);

    List<String> record = records(folder, "failed.csv").get(1);
    assertThat(record.get(1)).isEqualTo(hostile);
    assertThat(record.get(2)).isEqualTo(" a,\"b\"\r\nc\n");
    assertThat(record.get(10)).isEqualTo("'=HYPERLINK(\"x\")");
  }

  @Test
  void theLayoutIsThatOfTheInput() throws IOException {
    FileLayout layout =
        new FileLayout(
            List.of("", "changeId", PASSWORD, "", "target.displayName"), ';', true, "\n");
    JobRow row =
        Samples.row(
            2,
            "c",
            Outcome.APPLIED,
            "{\"changeId\":\"c\",\""
                + PASSWORD
                + "\":\"canary\",\"target.displayName\":\"a;b, c\"}");

    Path folder = write(layout, row);

    assertThat(Files.readString(folder.resolve("succeeded.csv")))
        .isEqualTo(
            "\uFEFF;changeId;"
                + PASSWORD
                + ".secretRef;;target.displayName;"
                + RESULT_HEADER.replace(',', ';')
                + "\n;c;change:c;;\"a;b, c\";2;applied;c;o-c;;;;;;;2026-03-01T10:00:05.120Z\n");
    assertThat(folder.resolve("manifest.json")).content().startsWith("{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "+1", "-1", "@x", "\uFF1D1"})
  void aResultThatASpreadsheetMayTakeForAFormulaIsText(String message) throws IOException {
    Path folder =
        write(
            List.of("changeId"),
            new JobRow(
                1, "c", null, Samples.plain("c", Outcome.FAILED, message), List.of(), null, null));

    assertThat(records(folder, "failed.csv").get(1)).contains("'" + message);
  }

  @Test
  void whatOthersSayIsPrintableAndTheInputsCellsStayAsTheyAre() throws IOException {
    String hostile = "a\u001b\u009b2J\u202e\u2066\u2028b";
    JobRow row =
        new JobRow(
            1,
            "c",
            null,
            Samples.plain("c", Outcome.APPLIED, hostile),
            List.of(),
            ChangeJson.write(
                JsonNodeFactory.instance.objectNode().put("target.displayName", hostile)),
            null);

    assertThat(records(write(List.of("target.displayName"), row), "succeeded.csv").get(1))
        .startsWith(hostile)
        .contains("a\uFFFD\uFFFD2J\uFFFD\uFFFD\uFFFDb");
  }

  @Test
  void anEmptySecretStaysEmpty() throws IOException {
    Path folder =
        write(
            List.of("changeId", PASSWORD),
            Samples.row(1, "c", Outcome.APPLIED, "{\"changeId\":\"c\",\"" + PASSWORD + "\":\"\"}"));

    assertThat(records(folder, "succeeded.csv").get(1)).startsWith("c", "", "1");
  }

  @Test
  void aSecretAndItsReferenceShareOneColumn() throws IOException {
    String reference = PASSWORD + ".secretRef";
    Path folder =
        write(
            List.of("changeId", PASSWORD, reference),
            Samples.row(
                1, "a", Outcome.APPLIED, "{\"changeId\":\"a\",\"" + PASSWORD + "\":\"canary\"}"),
            Samples.row(
                2,
                "b",
                Outcome.APPLIED,
                "{\"changeId\":\"b\",\"" + reference + "\":\"env:canary\"}"));

    assertThat(records(folder, "succeeded.csv"))
        .extracting(record -> record.subList(0, 3))
        .containsExactly(
            List.of("changeId", reference, "result.row"),
            List.of("a", "change:a", "1"),
            List.of("b", "change:b", "2"));
  }

  @Test
  void aUrlWithASecretMovesToAColumnBehindItsOwn() throws IOException {
    String url = "properties.targetUrl";
    Path folder =
        write(
            List.of("changeId", url, "operation"),
            url("a", "https://h.example/a"),
            url("b", "https://h.example/b?code=canary"),
            url("c", "https://u:canary@h.example/c"));

    assertThat(records(folder, "succeeded.csv"))
        .extracting(record -> record.subList(0, 5))
        .containsExactly(
            List.of("changeId", url, url + ".secretRef", "operation", "result.row"),
            List.of("a", "https://h.example/a", "", "x", "1"),
            List.of("b", "", "change:b", "x", "1"),
            List.of("c", "", "change:c", "x", "1"));
  }

  @Test
  void aUrlThatIsAReferenceBecomesOneToItsOwnChange() throws IOException {
    String url = "properties.targetUrl";
    Path folder =
        write(
            List.of("changeId", url + ".secretRef", url),
            Samples.row(
                1,
                "a",
                Outcome.APPLIED,
                "{\"changeId\":\"a\",\"" + url + ".secretRef\":\"change:canary\"}"),
            url("b", "https://h.example/b"));

    assertThat(records(folder, "succeeded.csv"))
        .extracting(record -> record.subList(0, 3))
        .containsExactly(
            List.of("changeId", url + ".secretRef", url),
            List.of("a", "change:a", ""),
            List.of("b", "", "https://h.example/b"));
  }

  @Test
  void filesWithoutSuchAUrlHaveNoSuchColumn() throws IOException {
    Path folder = write(List.of("properties.targetUrl"), url("a", "https://h.example/a"));

    assertThat(records(folder, "succeeded.csv").get(0))
        .startsWith("properties.targetUrl", "result.row");
  }

  private static JobRow url(String changeId, String url) {
    return Samples.row(
        1,
        changeId,
        Outcome.APPLIED,
        "{\"changeId\":\""
            + changeId
            + "\",\"operation\":\"x\",\"properties.targetUrl\":\""
            + url
            + "\"}");
  }

  @Test
  void anUnknownColumnIsHidden() throws IOException {
    Path folder =
        write(
            List.of("changeId", "pin"),
            Samples.row(1, "c", Outcome.APPLIED, "{\"changeId\":\"c\",\"pin\":\"canary\"}"));

    assertThat(records(folder, "succeeded.csv").get(1)).startsWith("c", "change:c");
  }

  @Test
  void aRowThatCouldNotBeParsedIsOnlyItsResult() throws IOException {
    OutcomeRecord rejected = Samples.plain("d", Outcome.REJECTED, "too many cells");

    Path folder =
        write(List.of("operation"), new JobRow(7, "d", null, rejected, List.of(), null, null));

    assertThat(records(folder, "failed.csv").get(1)).startsWith("", "", "7", "rejected", "d");
  }

  @Test
  void aRowThatOnlyTheChangeGivesBackIsFlattened() throws IOException {
    JobRow row =
        new JobRow(
            1,
            "c",
            null,
            Samples.plain("c", Outcome.APPLIED, null),
            List.of(),
            null,
            Samples.utf8(
                """
                {"changeId":"c","operation":"apiConnector.create","revision":4,
                 "properties":{"authenticationConfiguration":{
                   "@odata.type":"#t","password":"canary"}}}
                """));

    Path folder =
        write(
            List.of(
                "operation",
                "revision",
                "properties.authenticationConfiguration.@odata.type",
                PASSWORD),
            row);

    assertThat(records(folder, "succeeded.csv").get(1))
        .startsWith("apiConnector.create", "4", "#t", "change:c");
  }

  private Path write(List<String> columns, JobRow... rows) throws IOException {
    return write(FileLayout.standard(FileFormat.CSV, columns), rows);
  }

  private Path write(FileLayout layout, JobRow... rows) throws IOException {
    Path folder =
        new ResultFiles(results, FakeLedger.of(List.of(rows)), Samples.masking())
            .write(Samples.job("changes.csv", FileFormat.CSV, layout));
    for (String name : List.of("succeeded.csv", "failed.csv")) {
      if (Files.exists(folder.resolve(name))) {
        assertThat(folder.resolve(name)).content().doesNotContain("canary");
      }
    }
    return folder;
  }

  private static List<List<String>> records(Path folder, String name) throws IOException {
    try (MappingIterator<List<String>> records =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(folder.resolve(name).toFile())) {
      return records.readAll();
    }
  }
}
