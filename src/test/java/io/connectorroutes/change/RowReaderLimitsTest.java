package io.connectorroutes.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that no memory could hold. */
class RowReaderLimitsTest {
  private static final int MOST_ROWS = 2_000_000;

  /** Gives a text so many times, counting what was taken. */
  private static final class Repeated extends InputStream {
    private final byte[] text;
    private final long times;
    private long taken;

    Repeated(String text, long times) {
      this.text = text.getBytes(UTF_8);
      this.times = times;
    }

    @Override
    public int read() {
      return taken == times * text.length ? -1 : text[(int) (taken++ % text.length)];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = 0;
      for (int b = 0; count < length && (b = read()) >= 0; count++) {
        buffer[offset + count] = (byte) b;
      }
      return count == 0 ? -1 : count;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON       | [{"a":1}   | `,{"a":1}`   | ]
          JSON_LINES | {"a":1}    | `\n{"a":1}`  | ``
          CSV        | operation  | `\nx`        | `\nx`
          """)
  void takesNoMoreOfALongFileThanItGives(
      FileFormat format, String first, String repeated, String last) throws IOException {
    String element = repeated.replace("\\n", "\n");
    int times = 1_000_000;
    Repeated middle = new Repeated(element, times);
    InputStream file =
        new SequenceInputStream(
            new SequenceInputStream(text(first), middle), text(last.replace("\\n", "\n")));

    try (RowReader reader = RowReader.open(format, file, MOST_ROWS)) {
      while (reader.hasNext()) {
        long given = (long) reader.next().row() * element.length();
        assertThat(middle.taken - given).isLessThan(512 * 1024);
      }
    }
    assertThat(middle.taken).isEqualTo((long) times * element.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON       | `[{"a":"`          | x
          JSON       | `[{"a":[`          | `1,`
          JSON       | `{"a":1,"b":`      | ` `
          CSV        | `operation\n"`     | x
          CSV        | `operation\n`      | `,`
          CSV        | ``                 | `a,`
          """)
  void refusesARowWithoutEnd(FileFormat format, String begin, String endless) {
    InputStream file =
        new SequenceInputStream(
            text(begin.replace("\\n", "\n")), new Repeated(endless, Long.MAX_VALUE / 8));

    assertThatThrownBy(
            () -> {
              try (RowReader reader = RowReader.open(format, file, MOST_ROWS)) {
                reader.hasNext();
              } catch (UncheckedIOException e) {
                throw e.getCause();
              }
            })
        .isInstanceOf(MalformedFileException.class)
        .hasMessageMatching("(a row is longer than 4 MiB|the quotes near line |the file nests).*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON       | [{},           | `[],`         | the row is not a JSON object
          JSON       | [{},           | `1,`          | the row is not a JSON object
          JSON_LINES | `{}\n`         | `\nx\n`       | line 3 is no JSON object
          JSON_LINES | `{}\n`         | `{}{}\n`      | line 2 holds more than one JSON object
          CSV        | `operation\nx\n` | `\n,\na,b\n` | the row has 2 cells for 1 columns
          """)
  void aHundredRowsInARowThatAreNoObjectsRefuseTheFile(
      FileFormat format, String begin, String bad, String message) throws IOException {
    Repeated endless = new Repeated(lines(bad), Long.MAX_VALUE / 16);
    InputStream file = new SequenceInputStream(text(lines(begin)), endless);

    try (RowReader reader = RowReader.open(format, file, MOST_ROWS)) {
      assertThat(reader.next().problem()).isNull();
      ReadRow first = reader.next();
      for (int i = 2; i < 100; i++) {
        assertThat(reader.next().noObject()).isTrue();
      }
      assertThatThrownBy(reader::hasNext)
          .cause()
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith(
              "100 rows in a row cannot be read, from row " + first.row() + " on: " + message);
    }
  }

  @Test
  void rowsThatAreNoObjectsAreOnlyBadRowsWhereOthersStandBetweenThem() throws IOException {
    InputStream file =
        new SequenceInputStream(
            new Repeated("x\n".repeat(99) + "{\"a\":1,\"a\":1}\n", 50), text("{}"));

    try (RowReader reader = RowReader.open(FileFormat.JSON_LINES, file, MOST_ROWS)) {
      reader.forEachRemaining(row -> assertThat(row.row()).isPositive());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON       | [              | `{},`
          JSON_LINES | ``             | `{}\n`
          CSV        | `operation\n`  | `x\n,\n\n`
          """)
  void aFileWithMoreRowsThanAreTakenIsRefused(FileFormat format, String begin, String row)
      throws IOException {
    InputStream file =
        new SequenceInputStream(text(lines(begin)), new Repeated(lines(row), Long.MAX_VALUE / 16));

    try (RowReader reader = RowReader.open(format, file, 7)) {
      for (int i = 0; i < 7; i++) {
        reader.next();
      }
      assertThatThrownBy(reader::hasNext)
          .cause()
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith("the file has more rows than inbox.max-rows (7): ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON_LINES | ``             | `\n`
          JSON_LINES | ``             | ` \r\n`
          CSV        | `operation\n`  | `,\n`
          """)
  void emptyRowsWithoutEndRefuseAFile(FileFormat format, String begin, String empty)
      throws IOException {
    InputStream file =
        new SequenceInputStream(
            text(lines(begin)), new Repeated(lines(empty), Long.MAX_VALUE / 16));

    try (RowReader reader = RowReader.open(format, file, MOST_ROWS)) {
      assertThatThrownBy(reader::hasNext)
          .cause()
          .isInstanceOf(MalformedFileException.class)
          .hasMessage("the file has more than 2000000 empty rows: delete them");
    }
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  @Test
  void aLineThatIsTooLongIsABadRow() throws IOException {
    InputStream file = new SequenceInputStream(new Repeated("x", 20_000_000), text("\n{\"a\":1}"));

    try (RowReader reader = RowReader.open(FileFormat.JSON_LINES, file, MOST_ROWS)) {
      assertThat(reader.next().problem().message()).startsWith("line 1 is longer than 4 MiB");
      assertThat(reader.next().fields()).hasToString("{\"a\":1}");
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @Test
  void aRowThatNestsTooDeepIsABadRow() throws IOException {
    assertThat(row("[".repeat(63) + "]".repeat(63)).problem()).isNull();
    assertThat(row("[".repeat(64) + "]".repeat(64)).problem().message())
        .isEqualTo("a is nested deeper than 64 levels");
    assertThat(row("[".repeat(900) + "]".repeat(900)).problem()).isNotNull();
    assertThat(row("[".repeat(100_000)).problem()).isNotNull();
  }

  @Test
  void aRowWithTooManyValuesIsABadRow() throws IOException {
    assertThat(row("[" + "{},".repeat(1_000_000) + "1]").problem().message())
        .isEqualTo("a is more than the 10000 values that a row may hold");
  }

  @Test
  void aNumberOfEndlessDigitsIsABadRow() throws IOException {
    assertThat(row("9".repeat(1_000_000)).problem()).isNotNull();
  }

  @Test
  void refusesTooManyColumns() {
    String header =
        IntStream.range(0, 1_000).mapToObj(i -> "result." + i).collect(Collectors.joining(","));

    assertThatThrownBy(
            () -> RowReader.open(FileFormat.CSV, text("operation," + header + "\nx"), MOST_ROWS))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("the file has more than 1000 columns");
  }

  private static ReadRow row(String value) throws IOException {
    try (RowReader reader =
        RowReader.open(FileFormat.JSON_LINES, text("{\"a\":" + value + "}"), MOST_ROWS)) {
      return reader.next();
    }
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
