package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program makes has its mode whatever the umask, and nothing is made elsewhere. */
class FileModesTest {
  private static final String ELSEWHERE = "elsewhere: ";

  @TempDir Path folder;

  /** Takes files in each home until one of each kind of file and folder is there. */
  static final class Taking {
    private Taking() {}

    public static void main(String[] arguments) throws Exception {
      for (int i = 1; i < arguments.length; i++) {
        try (TestSystem system = TestSystem.in(Path.of(arguments[i]))) {
          system
              .with("routes.directory", arguments[0])
              .with("management.port", String.valueOf(FreePort.any()))
              .start();
          system.drop("one.jsonl", Creations.text(0));
          system.drop("bad.json", "[");
          system.drop(
              "gone.jsonl",
              """
              {"changeId":"gone-1","operation":"apiConnector.update","target":{"id":"gone"},\
              "properties":{"displayName":"x"}}
              """);
          system.resultsOf("one.jsonl");
          system.awaited("dead-letters/gone-1.json");
          system.awaited("refused/bad.json");
          for (String property : List.of("java.io.tmpdir", "user.dir", "user.home")) {
            printAll(Path.of(System.getProperty(property)));
          }
        }
      }
    }

    private static void printAll(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> System.out.println(ELSEWHERE + file));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  void eachFileIsInItsPlaceAndHasItsModeWhateverTheUmask(String umask) throws Exception {
    Path bare = home("bare", "rwxr-x---");
    Path opened = home("opened", "rwxr-xr-x");
    make(opened.resolve("results"), "rwxrwx---");
    make(opened.resolve("refused"), "rwxr-xrwx");
    make(opened.resolve("inbox"), "rwxrwxr-x");
    make(opened.resolve("logs"), "rwxrwxr-x");
    // An earlier version left it so.
    make(opened.resolve("dead-letters"), "rwxr-xr-x");
    Path elsewhere = make(folder.resolve("elsewhere"), "rwx------");

    String routes = Path.of("routes").toAbsolutePath().toString();
    try (ForkedJvm jvm =
        ForkedJvm.under(
            umask, elsewhere, Taking.class, routes, bare.toString(), opened.toString())) {
      assertThat(jvm.linesUntilTheEnd()).noneMatch(line -> line.startsWith(ELSEWHERE));
      assertThat(jvm.exitStatus()).isZero();
    }

    for (String name : List.of("data", "dead-letters", "results", "accepted", "refused")) {
      assertModes(bare.resolve(name), "rwx------", "rw-------");
    }
    assertModes(bare.resolve("logs"), "rwxr-x---", "rw-r-----");
    // As the home, since nobody has said otherwise.
    assertThat(mode(bare.resolve("inbox"))).isEqualTo("rwxr-x---");

    assertModes(opened.resolve("results"), "rwxrwx---", "rw-rw----");
    assertThat(mode(opened.resolve("refused"))).isEqualTo("rwxr-xrwx");
    assertThat(mode(opened.resolve("refused/bad.json.reason.txt"))).isEqualTo("rw-r--r--");
    assertThat(mode(opened.resolve("inbox"))).isEqualTo("rwxrwxr-x");
    assertModes(opened.resolve("logs"), "rwxrwxr-x", "rw-r-----");
    assertModes(opened.resolve("dead-letters"), "rwx------", "rw-------");
  }

  private Path home(String name, String mode) throws IOException {
    return make(folder.resolve(name), mode);
  }

  private static Path make(Path folder, String mode) throws IOException {
    Files.createDirectory(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  /** Of a folder and all below; files that senders made have their own. */
  private static void assertModes(Path folder, String ofFolders, String ofFiles)
      throws IOException {
    List<Path> made = new ArrayList<>();
    try (Stream<Path> below = Files.walk(folder)) {
      below.forEach(made::add);
    }
    made.removeIf(file -> file.endsWith("bad.json") || file.getParent().endsWith("accepted"));
    for (Path file : made) {
      assertThat(mode(file))
          .as(file.toString())
          .isEqualTo(Files.isDirectory(file) ? ofFolders : ofFiles);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
