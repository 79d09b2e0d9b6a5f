package io.connectorroutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kept inputs: what was found once, and where Jazzer begins. */
class CorpusTest {
  static Stream<Arguments> inputs() {
    return FuzzTarget.ALL.stream()
        .flatMap(target -> target.inputs().stream().map(file -> Arguments.of(target, file)));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  @Timeout(120)
  void keptInputsBreakNoPromise(FuzzTarget target, Path input) throws IOException {
    target.check().of(Files.readAllBytes(input));
  }

  @Test
  void eachFolderOfInputsIsOfATarget() throws IOException {
    try (Stream<Path> folders = Files.list(FuzzTarget.ALL.get(0).corpus().getParent())) {
      assertThat(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              FuzzTarget.ALL.stream().map(FuzzTarget::folder).toList());
    }
  }
}
