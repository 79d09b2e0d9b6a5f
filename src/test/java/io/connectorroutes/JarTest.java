package io.connectorroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.CompositionRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the jar, on the class path of whatever application has it. */
class JarTest {

  /** An application's own routes, migrations and logback.xml are found by such names. */
  @Test
  void nothingHasANameThatAnApplicationMayGiveToItsOwn() throws Exception {
    Path classes =
        Path.of(CompositionRoot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> entries = Files.list(classes)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .contains("io")
          .isSubsetOf("io", "META-INF");
    }
  }
}
