package io.connectorroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProblemsTest {
  @TempDir Path folder;

  @Test
  void nothingIsKnownAgainstAFolderThatIsThereOrCanBeMade() {
    assertThat(problem(folder)).isEmpty();
    assertThat(problem(folder.resolve("a/b"))).isEmpty();
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void aFileIsNoFolderAndNothingCanBeMadeBelowIt() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(problem(file)).hasValue(file + " is no folder");
    Path below = file.resolve("a");
    assertThat(problem(below)).hasValue(below + " cannot be made: " + file + " is no folder");
  }

  @Test
  void aLinkThatLeadsNowhereIsNoFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("away"));
    assertThat(problem(link)).hasValue(link + " is no folder");
  }

  @Test
  void whatMayNotBeReadOrWrittenIsSaid() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    mode(closed, "r-xr-xr-x");
    assumeFalse(Files.isWritable(closed), "root may write everywhere");
    assertThat(problem(closed)).hasValue(closed + " may not be written to by this user");
    Path below = closed.resolve("a");
    assertThat(problem(below))
        .hasValue(below + " cannot be made: " + closed + " may not be written to by this user");
    mode(closed, "-wx------");
    assertThat(problem(closed)).hasValue(closed + " may not be read by this user");
    assertThat(problem(below)).isEmpty();
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Optional<String> problem(Path path) {
    return FolderProblems.of(path, Path::toString);
  }
}
