package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Camel reads of the component. A build with tests writes it anew, elsewhere. */
class GeneratedFilesTest {
  private static final Path ANEW = Path.of("target", "generated-camel");

  @Test
  void whatIsCommittedIsWhatTheComponentGivesNow() throws IOException {
    assumeThat(ANEW).isDirectory();

    assertThat(texts(Path.of("src", "generated")))
        .as("run: mvn process-classes -Dgenerated.directory=src/generated")
        .isEqualTo(texts(ANEW));
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
