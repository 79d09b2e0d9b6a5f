package io.connectorroutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of reading a file to its end, and the promises that hold for every format.
 *
 * @param rows those before the fault, if there is one
 * @param layout null where the file's head is at fault
 * @param fault why the file is refused; null where it is not
 */
record FileReading(List<ReadRow> rows, FileLayout layout, String fault) {
  private static final int MOST_ROWS = 1_000;

  static FileReading of(FileFormat format, byte[] file) throws IOException {
    List<ReadRow> rows = new ArrayList<>();
    FileLayout layout = null;
    String fault = null;
    try (RowReader reader = RowReader.open(format, new ByteArrayInputStream(file), MOST_ROWS)) {
      layout = reader.layout();
      fault = readAll(reader, rows);
      assertThat(reader.charactersRead()).isLessThanOrEqualTo(file.length);
    } catch (MalformedFileException e) {
      fault = e.getMessage();
    }
    if (fault != null) {
      Promises.assertMessage(fault);
    }
    assertRows(rows);
    return new FileReading(rows, layout, fault);
  }

  private static String readAll(RowReader reader, List<ReadRow> rows) {
    try {
      while (reader.hasNext()) {
        rows.add(reader.next());
      }
    } catch (UncheckedIOException e) {
      assertThat(e.getCause()).isInstanceOf(MalformedFileException.class);
      assertThatThrownBy(reader::hasNext).as("asked again").isInstanceOf(e.getClass());
      return e.getCause().getMessage();
    }
    assertThat(rows).isNotEmpty();
    return null;
  }

  private static void assertRows(List<ReadRow> rows) {
    assertThat(rows).hasSizeLessThanOrEqualTo(MOST_ROWS);
    int last = 0;
    for (ReadRow row : rows) {
      assertThat(row.row()).isGreaterThan(last);
      last = row.row();
      assertRow(row);
    }
  }

  /** Of a row of a file or a message. */
  static void assertRow(ReadRow row) {
    assertThat(row.failure()).isNull();
    Promises.assertWithoutSecret(row.toString());
    if (row.problem() != null) {
      Promises.assertProblem(row.problem());
    }
    assertThat(row.fields() == null).isEqualTo(row.original() == null);
    assertThat(row.fields() != null || row.problem() != null).isTrue();
    if (row.fields() != null) {
      // What is kept in the ledger gives back the row.
      ReadRow again = RowReader.readMessage(ChangeJson.write(row.fields()));
      assertThat(again.problem()).isNull();
      assertThat(again.fields().toString()).isEqualTo(row.fields().toString());
    }
  }

  /** Whether nothing at all is wrong with the file. */
  boolean isFaultless() {
    return fault == null && rows.stream().allMatch(row -> row.problem() == null);
  }
}
