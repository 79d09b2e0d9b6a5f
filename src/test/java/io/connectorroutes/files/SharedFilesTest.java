package io.connectorroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedFilesTest {
  @TempDir Path folder;

  private static String mode(Path path) throws IOException {
    return Integer.toOctalString((int) Files.getAttribute(path, "unix:mode") & 07777);
  }

  @ParameterizedTest
  @CsvSource({
    "0700, 700, 600",
    "0750, 750, 640",
    "02770, 2770, 660",
    "01777, 775, 664",
    "0757, 755, 644"
  })
  void whatIsMadeIsAsOpenAsItsFolder(String mode, String folders, String files) throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", Integer.parseInt(mode, 8));
    SharedFiles.createFolder(shared.resolve("below"));
    SharedFiles.create(shared.resolve("file")).close();
    SharedFiles.write(shared.resolve("text"), "x");
    assertThat(mode(shared.resolve("below"))).isEqualTo(folders);
    assertThat(mode(shared.resolve("file"))).isEqualTo(files);
    assertThat(mode(shared.resolve("text"))).isEqualTo(files);
  }

  @Test
  void noLinkIsFollowedWhereverItLeadsTo() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "theirs");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("nothing"));
    for (Path given : new Path[] {link, nowhere}) {
      assertThatIOException()
          .isThrownBy(() -> PrivateFiles.open(given, StandardOpenOption.CREATE))
          .withMessageContaining("is a link, which is not followed");
      assertThatIOException().isThrownBy(() -> SharedFiles.create(given));
    }
    PrivateFiles.write(link, "ours");
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(target).hasContent("theirs");
    assertThat(folder.resolve("nothing")).doesNotExist();
  }
}
