package io.connectorroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorsTest {
  @TempDir Path folder;

  @Test
  void anExceptionWhoseTextIsOnlyAPathIsToldInWords() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("file"), "x");

    assertThat(reason(() -> Files.delete(full))).isEqualTo("the folder " + full + " is not empty");
    assertThat(reason(() -> Files.createDirectory(full)))
        .isEqualTo("something else stands in its place");
    assertThat(reason(() -> Files.delete(folder.resolve("none"))))
        .isEqualTo(folder.resolve("none") + " does not exist");
  }

  private interface Failing {
    void run() throws IOException;
  }

  private static String reason(Failing failing) {
    return FileErrors.reason(catchThrowableOfType(IOException.class, failing::run));
  }
}
