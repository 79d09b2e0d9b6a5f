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

    try (RowReader reader = RowReader.open(format, file)) {
      while (reader.hasNext()) {
        long given = (long) reader.next().row() * element.length();
        assertThat(middle.taken - given).isLessThan(64 * 1024);
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
              try (RowReader reader = RowReader.open(format, file)) {
                reader.hasNext();
              } catch (UncheckedIOException e) {
                throw e.getCause();
              }
            })
        .isInstanceOf(MalformedFileException.class)
        .hasMessageMatching("(a row is longer than 4 MiB|the quotes near line |the file nests).*");
  }

  @Test
  void aLineThatIsTooLongIsABadRow() throws IOException {
    InputStream file = new SequenceInputStream(new Repeated("x", 20_000_000), text("\n{\"a\":1}"));

    try (RowReader reader = RowReader.open(FileFormat.JSON_LINES, file)) {
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

    assertThatThrownBy(() -> RowReader.open(FileFormat.CSV, text("operation," + header + "\nx")))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("the file has more than 1000 columns");
  }

  private static ReadRow row(String value) throws IOException {
    try (RowReader reader = RowReader.open(FileFormat.JSON_LINES, text("{\"a\":" + value + "}"))) {
      return reader.next();
    }
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
