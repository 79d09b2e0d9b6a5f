package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExistingTest {
  private static final Path HOME = Path.of("/srv/home");

  @Test
  void theFolderThatIsClosedIsTheLastOneThatCanBeSeen() {
    Path file = HOME.resolve("config/application.properties");
    Set<Path> seen = Set.of(HOME, HOME.getParent(), Path.of("/"));
    assertThat(Existing.closed(file, seen::contains)).isEqualTo(HOME);
    assertThat(Existing.closed(file, path -> true)).isEqualTo(HOME.resolve("config"));
    assertThat(Existing.closed(file, path -> false)).isEqualTo(Path.of("/"));
  }
}
