package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A {@code .csv} file by RFC 4180, with commas, semicolons or tabs between the cells: the first row
 * names the fields by dotted path.
 */
final class CsvRows extends RowReader {
  private static final CsvMapper MAPPER =
      CsvMapper.builder(
              CsvFactory.builder()
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(StrictText.LONGEST_ROW)
                          .build())
                  .build())
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private final StrictText text;
  private final MappingIterator<String[]> records;
  private final CsvHeader header;

  CsvRows(StrictText text, FileHead head, RowBounds bounds) throws IOException {
    super(text, head, bounds);
    this.text = text;
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(head.separator());
    this.records = MAPPER.readerFor(String[].class).with(schema).readValues(text);
    if (head.separatorLine()) {
      cells();
    }
    String[] columns = cells();
    if (columns == null) {
      throw new MalformedFileException("the file is empty");
    }
    this.header = new CsvHeader(Arrays.asList(columns));
  }

  @Override
  List<String> columns() {
    return header.columns();
  }

  @Override
  ReadRow read(int number) throws IOException {
    String[] cells = cells();
    int at = number;
    while (cells != null && isEmpty(cells)) {
      skipped();
      at++;
      cells = cells();
    }
    return cells == null ? null : row(at, cells);
  }

  private ReadRow row(int number, String[] cells) {
    try {
      return header.row(number, cells);
    } catch (RuntimeException | Error e) {
      return ReadRow.failed(number, e);
    }
  }

  private static boolean isEmpty(String[] cells) {
    return Arrays.stream(cells).allMatch(String::isEmpty);
  }

  private String[] cells() throws IOException {
    text.startRow();
    try {
      return records.hasNextValue() ? records.nextValue() : null;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new MalformedFileException(
          "the quotes near line "
              + line
              + " do not match: close each quote, and double those within a cell");
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
    text.close();
  }
}
