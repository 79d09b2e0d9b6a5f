package io.connectorroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
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

  @Test
  void aFullDiskIsKnown() {
    assertThat(FileErrors.isDiskFull(new IOException("No space left on device"))).isTrue();
    assertThat(FileErrors.isDiskFull(new FileSystemException("f", null, "No space left on device")))
        .isTrue();
    assertThat(FileErrors.isDiskFull(new IOException("Read-only file system"))).isFalse();
    assertThat(FileErrors.isDiskFull(new IOException())).isFalse();
  }

  private interface Failing {
    void run() throws IOException;
  }

  private static String reason(Failing failing) {
    return FileErrors.reason(catchThrowableOfType(IOException.class, failing::run));
  }
}
