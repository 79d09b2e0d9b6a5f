package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.testing.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that only look into the ledger load no class of Camel, and none of Azure. */
class WithoutCamelTest {
  private static final String LOADED = ".*\\[class,load\\] (org\\.apache\\.camel|com\\.azure)\\..*";

  @TempDir Path folder;

  @BeforeEach
  void ledger() {
    LedgerOpening.open(
            new ConfigurationReader(null, Map.of(), cloud -> null).read(folder, List.of()))
        .close();
  }

  private List<String> loadedBy(String... arguments) throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    List<String> options = List.of("-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + loaded);
    try (ForkedJvm jvm = ForkedJvm.in(folder, options, Main.class, arguments)) {
      jvm.linesUntilTheEnd();
      assertThat(jvm.exitStatus()).isZero();
    }
    try (Stream<String> lines = Files.lines(loaded)) {
      return lines.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "dead-letters list", "completion bash", "tenant pause default"})
  void commandsOnTheLedgerDoWithout(String command) throws Exception {
    assertThat(loadedBy(command.split(" ")))
        .anyMatch(line -> line.contains("io.connectorroutes.app.command.CommandLines"))
        .noneMatch(line -> line.matches(LOADED));
  }
}
