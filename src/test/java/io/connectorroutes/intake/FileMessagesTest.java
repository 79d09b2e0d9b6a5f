package io.connectorroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.text.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ids that messages of a file get. */
class FileMessagesTest {
  @TempDir Path folder;

  /** A parser need not read what stands behind the last row. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          JSON, '[{"operation":"apiConnector.delete"}]'
          JSON_LINES, '{"operation":"apiConnector.delete"}'
          CSV, 'operation\napiConnector.delete'
          """)
  void theyAreThoseThatTheFileItselfWouldGiveWhateverStandsAtItsEnd(
      FileFormat format, String content) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), content + "\n".repeat(100_000));
    FileMessages messages = FileMessages.of(file, format, 10);
    assertThat(messages.rows()).isOne();
    assertThat(messages.sha256())
        .isEqualTo(HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file))));
  }
}
