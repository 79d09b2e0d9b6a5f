package io.connectorroutes.change;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
  private static final int MOST_ROWS = 1_000;
  private static final ChangeReader READER = new ChangeReader();
  private static final String BOM = "\uFEFF";
  private static final String CREATE =
      "{\"changeId\":\"a\",\"operation\":\"apiConnector.create\",\"properties\":{\"displayName\":"
          + "\"Größe, \\\"x\\\"\\nzwei 🔑\",\"targetUrl\":\"https://a.example/p\","
          + "\"authenticationConfiguration\":{\"@odata.type\":"
          + "\"#microsoft.graph.basicAuthentication\",\"username\":\"u\",\"password\":\"p\"}},"
          + "\"revision\":3}";
  private static final String DISABLE =
      "{\"changeId\":\"b\",\"operation\":\"userFlow.disableApiConnector\",\"target\":"
          + "{\"userFlowId\":\"B2X_1_s\",\"step\":\"postFederationSignup\"}}";
  private static final String CSV =
      "changeId,operation,target.userFlowId,target.step,properties.displayName,"
          + "properties.targetUrl,properties.authenticationConfiguration.@odata.type,"
          + "properties.authenticationConfiguration.username,"
          + "properties.authenticationConfiguration.password,revision,result.outcome\r\n"
          + "a,apiConnector.create,,,\"Größe, \"\"x\"\"\nzwei 🔑\",https://a.example/p,"
          + "#microsoft.graph.basicAuthentication,u,p,3,applied\r\n"
          + "b,userFlow.disableApiConnector,B2X_1_s,postFederationSignup\r\n";

  @Test
  void givesTheSameChangesWhateverTheFormat() throws Exception {
    List<ConnectorChange> expected =
        List.of(
            change(RowReader.readMessage(utf8(CREATE))),
            change(RowReader.readMessage(utf8(DISABLE))));

    String array = "[" + CREATE + ",\n" + DISABLE + "]\n";
    String lines = CREATE + "\r\n\r\n" + DISABLE;
    for (String mark : List.of("", BOM)) {
      assertThat(changes(FileFormat.JSON, mark + array)).isEqualTo(expected);
      assertThat(changes(FileFormat.JSON, mark + CREATE)).isEqualTo(expected.subList(0, 1));
      assertThat(changes(FileFormat.JSON_LINES, mark + lines)).isEqualTo(expected);
      assertThat(changes(FileFormat.CSV, mark + CSV)).isEqualTo(expected);
      assertThat(changes(FileFormat.CSV, mark + CSV.replace("\r\n", "\n"))).isEqualTo(expected);
    }
  }

  @Test
  void numbersRowsWithoutBlankLinesAndHeader() throws Exception {
    assertThat(rows(FileFormat.JSON_LINES, "\n" + CREATE + "\n\n" + DISABLE + "\n\n"))
        .extracting(ReadRow::row)
        .containsExactly(1, 2);
    assertThat(rows(FileFormat.CSV, CSV)).extracting(ReadRow::row).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void theSeparatorIsToldFromTheHeaderOrNamedByAFirstLine(String separator) throws Exception {
    String csv = CSV.replace(",", separator).replace("Größe" + separator, "Größe,");
    List<ConnectorChange> expected = changes(FileFormat.CSV, CSV);

    for (String before :
        List.of("", "\r\n\r\n", "sep=" + separator + "\r\n", "SEP=" + separator + "\n")) {
      for (String mark : List.of("", BOM)) {
        assertThat(changes(FileFormat.CSV, mark + before + csv)).isEqualTo(expected);
      }
    }
    assertThat(layout(FileFormat.CSV, csv).separator()).isEqualTo(separator.charAt(0));
  }

  @Test
  void aNamedSeparatorWinsAndOthersAreTextOfTheHeader() throws Exception {
    assertThat(rows(FileFormat.CSV, "sep=;\noperation;\"result.a,b\"\nx;y,z\n").get(0).original())
        .hasToString("{\"operation\":\"x\",\"result.a,b\":\"y,z\"}");
    assertThat(rows(FileFormat.CSV, "\"result.a,b\";operation\ny,z;x\n").get(0).fields())
        .hasToString("{\"operation\":\"x\"}");
    assertThat(rows(FileFormat.CSV, "operation,result.a;b;c\nx,y;z\n").get(0).fields())
        .hasToString("{\"operation\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "CSV, operation;tenant~x;y~, ;, false, ~",
    "CSV, ^operation|x~y|, ',', true, |",
    "CSV, ^sep=;|operation;tenant~x;y~, ;, true, |",
    "CSV, operation<x<, ',', false, <",
    "CSV, operation, ',', false, |",
    "JSON, ^[|{}~], ',', true, |",
    "JSON, [{}]~, ',', false, ~",
    "JSON, [{}], ',', false, ~",
    "JSON_LINES, {}|{}~, ',', false, |",
    "JSON_LINES, {<}~, ',', false, ~",
  })
  void theLayoutIsThatOfTheFirstLine(
      FileFormat format, String text, char separator, boolean mark, String lineEnd)
      throws Exception {
    assertThat(layout(format, lines(text)))
        .extracting(FileLayout::separator, FileLayout::byteOrderMark, FileLayout::lineEnd)
        .containsExactly(separator, mark, lines(lineEnd));
  }

  private static FileLayout layout(FileFormat format, String text) throws IOException {
    try (RowReader reader = open(format, text)) {
      return reader.layout();
    }
  }

  private static String lines(String text) {
    return text.replace("^", BOM).replace("|", "\r\n").replace("~", "\n").replace("<", "\r");
  }

  @Test
  void emptyRowsAreSkippedAndCountedInTheNumbers() throws Exception {
    List<ReadRow> rows = rows(FileFormat.CSV, "operation;tenant\n;\nx;\n;;;\n\n\"\";\ny;z\n;\n");

    assertThat(rows).extracting(ReadRow::row).containsExactly(2, 5);
    assertThat(rows.get(1).fields()).hasToString("{\"operation\":\"y\",\"tenant\":\"z\"}");
    assertThatThrownBy(() -> rows(FileFormat.CSV, "operation;tenant\n;\n;;;\n"))
        .hasMessage("the file holds no change: give it again with its rows");
  }

  @Test
  void columnsWithoutANameAndCellsBeyondTheLastAreIgnoredWhereEmpty() throws Exception {
    List<ReadRow> rows =
        rows(FileFormat.CSV, "operation;;tenant;;\nx;;y;;;;;\nx\na;note;b\nx;;y;;;z\n");

    assertThat(rows.get(0).fields()).hasToString("{\"operation\":\"x\",\"tenant\":\"y\"}");
    assertThat(rows.get(0).original()).isEqualTo(rows.get(0).fields());
    assertThat(rows.get(1).problem()).isNull();
    assertThat(rows.get(2).problem().message())
        .startsWith("column 2 has no name and holds a value: ")
        .doesNotContain("note");
    assertThat(rows.get(2).original()).hasToString("{\"operation\":\"a\",\"tenant\":\"b\"}");
    assertThat(rows.get(3).problem().message()).startsWith("the row has 6 cells for 5 columns");
    assertThat(layout(FileFormat.CSV, "operation;;tenant;;").columns())
        .containsExactly("operation", "", "tenant", "", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "7.0", "07.00"})
  void aRevisionMayHaveADecimalPointInEachFormat(String revision) throws Exception {
    String json = DISABLE.replace("}}", "},\"revision\":" + revision.replace("07", "7") + "}");
    String csv =
        "changeId;operation;target.userFlowId;target.step;revision\n"
            + "b;userFlow.disableApiConnector;B2X_1_s;postFederationSignup;"
            + revision;

    assertThat(change(RowReader.readMessage(utf8(json))).revision()).isEqualTo(7);
    assertThat(changes(FileFormat.JSON, json)).isEqualTo(changes(FileFormat.CSV, csv));
    assertThat(changes(FileFormat.JSON_LINES, json)).isEqualTo(changes(FileFormat.CSV, csv));
  }

  @ParameterizedTest
  @CsvSource({"ORDERS.CSV,CSV", "a.Json,JSON", "a.JSONL,JSON_LINES", "a.csv.tmp,", "CSV,"})
  void theEndOfANameCountsInAnyCase(String name, FileFormat format) {
    assertThat(FileFormat.ofFileName(name)).isEqualTo(Optional.ofNullable(format));
  }

  @Test
  void keepsTheOriginal() throws Exception {
    ReadRow json = rows(FileFormat.JSON, CREATE).get(0);
    assertThat(json.original()).isSameAs(json.fields());

    ReadRow csv = rows(FileFormat.CSV, "operation,revision,tenant,result.x\nx,07,,y\n").get(0);
    assertThat(csv.original())
        .hasToString(
            "{\"operation\":\"x\",\"revision\":\"07\",\"tenant\":\"\",\"result.x\":\"y\"}");
    assertThat(csv.fields()).hasToString("{\"operation\":\"x\",\"revision\":7}");
  }

  @Test
  void keepsColumnsInTheirOrder() throws Exception {
    try (RowReader reader = open(FileFormat.CSV, "tenant,operation,result.z\n,x,\n")) {
      assertThat(reader.layout().columns()).containsExactly("tenant", "operation", "result.z");
    }
  }

  @Test
  void leavesARevisionThatIsNoNumberToTheCheck() throws Exception {
    for (String cell : List.of("1.5", "1.", "+1", " 1", "9".repeat(19), "9".repeat(100_000))) {
      ReadRow row = rows(FileFormat.CSV, "operation,revision\nx," + cell).get(0);

      assertThat(row.fields().get("revision").textValue()).isEqualTo(cell);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1]                             | the row is not a JSON object
          {"a":1,"b":{"c":1,"c":2}}       | b.c stands twice: leave one of them out
          {"a":"\\ud800"}                 | a is no Unicode text
          {"a":["x",{"b":"\\udc00x"}]}    | a.b is no Unicode text
          {"\\ud800":1}                   | the row holds a field whose name is no Unicode text
          {"a":1e99999999999}             | a is a number out of range
          "text"                          | the row is not a JSON object
          """)
  void aBadRowStopsNoOther(String json, String message) throws Exception {
    for (FileFormat format : List.of(FileFormat.JSON, FileFormat.JSON_LINES)) {
      boolean array = format == FileFormat.JSON;
      List<String> parts = List.of(CREATE, json, DISABLE);
      String text = array ? "[" + String.join(",", parts) + "]" : String.join("\n", parts);

      List<ReadRow> rows = rows(format, text);

      assertThat(rows).hasSize(3);
      assertThat(rows.get(1).problem().message()).startsWith(message);
      assertThat(rows.get(1).original()).isNull();
      assertThat(change(rows.get(2)).changeId()).isEqualTo("b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "{\"a\":hunter2}", "{\"a\":1", "{} {}", "{}}", "{'a':1}"})
  void aLineThatIsNoObjectIsABadRow(String line) throws Exception {
    List<ReadRow> rows = rows(FileFormat.JSON_LINES, "\n" + line + "\n" + DISABLE);

    assertThat(rows.get(0).problem().message()).startsWith("line 2 ").doesNotContain("hunter2");
    assertThat(change(rows.get(1)).changeId()).isEqualTo("b");
  }

  @Test
  void aCsvRowWithTooManyCellsIsABadRow() throws Exception {
    List<ReadRow> rows = rows(FileFormat.CSV, "operation,tenant\na,b,c\nd,e\n");

    assertThat(rows.get(0).problem().message()).startsWith("the row has 3 cells for 2 columns");
    assertThat(rows.get(1).fields()).hasToString("{\"operation\":\"d\",\"tenant\":\"e\"}");
  }

  @Test
  void aValueAndFieldsBelowItAreABadRow() throws Exception {
    String path = "properties.password";
    for (String header : List.of(path + "," + path + ".secretRef", path + ".secretRef," + path)) {
      List<ReadRow> rows = rows(FileFormat.CSV, "operation," + header + "\nx,a,b\nx,a,\n");

      assertThat(rows.get(0).problem().message())
          .contains("is given both as a value and as fields");
      assertThat(rows.get(1).problem()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON       | [{"a":1},          | the file is not valid JSON
          JSON       | [{"a":1}           | the file is cut short
          JSON       | {"a":1             | the file is cut short
          JSON       | [{"a":hunter2}]    | the file is not valid JSON at line 1
          JSON       | [{"a":1}] x        | the file is not valid JSON at line 1
          JSON       | [{"a":1}] [        | the file goes on after its JSON object or array, at line 1
          JSON       | {"a":1} {"a":2}    | the file goes on after its JSON object or array, at line 1: name it .jsonl
          JSON       | "hunter2"          | the file holds neither a JSON object nor an array
          JSON       | ``                 | the file holds no change: give it again with its rows
          JSON       | []                 | the file holds no change: give it again with its rows
          JSON_LINES | ``                 | the file holds no change: give it again with its rows
          CSV        | ``                 | the file is empty
          CSV        | operation          | the file holds no change: give it again with its rows
          CSV        | tenant,revision    | the header has no column operation
          CSV        | operation,tennant  | the column tennant is not a field of a change: did you mean tenant?
          CSV        | operation,target   | the column target is not a field of a change
          CSV        | operation,frobnicate | the column frobnicate is not a field of a change: leave it out
          CSV        | operation,Kan4ry-8812 | column 2 (its name is not repeated) is not a field of a change: leave it out
          CSV        | operation,passw0rd  | column 2 (its name is not repeated) is not a field of a change
          CSV        | operation,Kan4ry-8812,Kan4ry-8812 | column 2 (its name is not repeated) is not a field
          CSV        | operation,tenant,tenant | the column tenant stands twice
          CSV        | ,,                 | the header has no column operation
          CSV        | sep=               | column 1 (its name is not repeated) is not a field of a change
          CSV        | `sep=|`            | the line sep= names none of comma, semicolon and tab
          CSV        | `operation|tenant` | column 1 (its name is not repeated) is not a field of a change: separate the cells by commas, semicolons or tabs
          """)
  void refusesAFile(FileFormat format, String text, String message) {
    assertThatThrownBy(() -> rows(format, text))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("hunter2")
        .hasLineCount(1);
  }

  @Test
  void staysRefused() throws Exception {
    try (RowReader reader = open(FileFormat.JSON, "[{\"a\":1},")) {
      assertThat(reader.next().row()).isEqualTo(1);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(reader::hasNext)
            .isInstanceOf(UncheckedIOException.class)
            .hasCauseInstanceOf(MalformedFileException.class);
      }
    }
  }

  @Test
  void refusesAQuoteThatIsNotClosed() {
    for (String row : List.of("\"open\n1\n", "\"open\"x\n")) {
      assertThatThrownBy(() -> rows(FileFormat.CSV, "operation\n" + row))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith("the quotes near line ");
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void refusesBytesThatAreNotUtf8(FileFormat format) {
    String text = format == FileFormat.CSV ? CSV : CREATE;
    byte[] bytes = text.replace("u", "\u00e9").getBytes(ISO_8859_1);

    assertThatThrownBy(() -> rows(format, bytes))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("the file is not UTF-8: save it in that encoding");
  }

  @Test
  void aMessageIsOneObject() {
    assertThat(RowReader.readMessage(utf8(BOM + CREATE)).problem()).isNull();
    for (String body : List.of("", "[" + CREATE + "]", "{", CREATE + CREATE, "hunter2")) {
      assertThat(RowReader.readMessage(utf8(body)).problem().message()).doesNotContain("hunter2");
    }
    assertThat(RowReader.readMessage(new byte[] {(byte) 0xff}).problem().message())
        .startsWith("the message is not UTF-8 text");
  }

  static List<ConnectorChange> changes(FileFormat format, String text) throws IOException {
    return rows(format, text).stream().map(RowReaderTest::change).collect(Collectors.toList());
  }

  static ConnectorChange change(ReadRow row) {
    assertThat(row.problem()).isNull();
    ChangeReader.Read read = READER.read(row.fields(), "none");
    assertThat(read.problems()).isEmpty();
    return read.change();
  }

  private static List<ReadRow> rows(FileFormat format, String text) throws IOException {
    return rows(format, utf8(text));
  }

  private static List<ReadRow> rows(FileFormat format, byte[] bytes) throws IOException {
    List<ReadRow> rows = new ArrayList<>();
    try (RowReader reader = RowReader.open(format, new ByteArrayInputStream(bytes), MOST_ROWS)) {
      reader.forEachRemaining(rows::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rows;
  }

  private static RowReader open(FileFormat format, String text) throws IOException {
    return RowReader.open(format, new ByteArrayInputStream(utf8(text)), MOST_ROWS);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
