package io.connectorroutes.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.ThrownFaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An exception of ours while a row is read harms that row alone. */
class RowReaderFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON_LINES | RowTree.value  | {'changeId':1}~{'b':{'poison':[1,{'c':2}]}}~{'changeId':3}",
        "JSON       | RowTree.value  | [{'changeId':1},{'b':{'poison':[{}]},'d':1},{'changeId':3}]",
        "CSV        | CsvHeader.row  | changeId,operation~1,~,poison~3,"
      })
  void theOthersAreRead(FileFormat format, String method, String text) throws IOException {
    List<ReadRow> rows = new ArrayList<>();
    try (ThrownFaults faults = ThrownFaults.in(List.of("change." + method))) {
      faults.plan("change." + method, StackOverflowError::new, "poison");
      byte[] bytes = text.replace('~', '\n').replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      try (RowReader reader = RowReader.open(format, new ByteArrayInputStream(bytes), 10)) {
        reader.forEachRemaining(rows::add);
      }
      assertThat(faults.fired("poison")).isOne();
    }

    assertThat(rows).extracting(ReadRow::row).containsExactly(1, 2, 3);
    assertThat(rows.get(1).failure()).isInstanceOf(StackOverflowError.class);
    assertThat(rows.get(1).fields()).isNull();
    assertThat(List.of(rows.get(0), rows.get(2)))
        .allSatisfy(row -> assertThat(row.failure()).isNull())
        .extracting(row -> row.fields().path("changeId").asInt())
        .containsExactly(1, 3);
  }
}
