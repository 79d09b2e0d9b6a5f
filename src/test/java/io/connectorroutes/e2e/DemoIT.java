package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.testing.FittingLines;
import io.connectorroutes.testing.canary.Canaries;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a user does. */
class DemoIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;
  private Distribution moved;
  private Path elsewhere;

  /** Unpacked below a path with blanks and an umlaut, and started by a link, from elsewhere. */
  @BeforeEach
  void unpackInAnAwkwardPlace() throws IOException {
    Path place = Files.createDirectories(folder.resolve("Programme für alle/connector routes"));
    copy(Distribution.folder(), place);
    Path link = folder.resolve("connector-routes");
    Files.createSymbolicLink(link, place.resolve("bin/connector-routes"));
    moved = Distribution.startedAs(link);
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file));
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void itEndsWellTwiceInARowAndLeavesNoSecretBehind() throws Exception {
    Path homes = folder.resolve("my homes");
    Ended first = demo("--home", homes.toString());
    Ended second = demo("--home", homes.toString(), "--json");

    JsonNode expected = expected();
    assertThat(outcomesIn(first)).isEqualTo(outcomesIn(expected));
    FittingLines.assertFit(first.out());
    assertThat(first.out()).contains("user flow  B2X_1_signup", "Consent log");

    JsonNode document = JSON.readTree(second.out());
    assertThat(document.path("outcomes")).hasSameSizeAs(expected.path("outcomes"));
    assertThat(document.path("differences")).isEmpty();
    assertThat(document.path("sandbox").path("apiConnectors")).isNotEmpty();

    assertThat(folders(homes)).hasSize(2);
    for (Path home : folders(homes)) {
      assertNoSecretLeft(home, first.out() + first.err() + second.out() + second.err());
    }
    try (Stream<Path> left = Files.list(elsewhere)) {
      assertThat(left).as("what the demo left in the working directory").isEmpty();
    }
  }

  private Ended demo(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("demo"), Stream.of(arguments)).toList();
    long started = System.nanoTime();
    try (Launched demo = moved.start(elsewhere, command.toArray(String[]::new))) {
      Ended ended = demo.awaitStatus(0);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LIMIT);
      assertThat(ended.errorLines()).isEmpty();
      return ended;
    }
  }

  private static JsonNode expected() throws IOException {
    return JSON.readTree(Distribution.folder().resolve("samples/expected.json").toFile());
  }

  /** Each change that has an id of its own, with its outcome, as the table shows them. */
  private static Set<String> outcomesIn(Ended ended) {
    return ended
        .out()
        .lines()
        .map(line -> line.trim().split("\\s{2,}| +"))
        .flatMap(
            cells ->
                Stream.of(cells)
                    .filter(cell -> cell.startsWith("sample-"))
                    .map(id -> id + " " + outcome(cells)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String outcome(String... cells) {
    return Stream.of(cells)
        .filter(Set.of("applied", "rejected", "failed")::contains)
        .findFirst()
        .orElse("none");
  }

  private static Set<String> outcomesIn(JsonNode expected) {
    Set<String> outcomes = new TreeSet<>();
    for (JsonNode outcome : expected.path("outcomes")) {
      if (outcome.has("changeId")) {
        outcomes.add(outcome.path("changeId").asText() + " " + outcome.path("outcome").asText());
      }
    }
    return outcomes;
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.sorted().toList();
    }
  }

  /**
   * What a sender put into files and messages stays in the sender's own files, and in the demo's
   * certificates; the broker's journal holds the messages as any broker's does, and is not ours.
   */
  private static void assertNoSecretLeft(Path home, String output) throws IOException {
    Path password = home.resolve("demo.pfx.password");
    Canaries canaries =
        new Canaries()
            .with("a sample's password", "sample-only-not-a-password-")
            .with("the file's password", Files.readString(password))
            .with(home.resolve("demo.pfx"))
            .with(home.resolve("demo.renewed.pfx"));
    assertThat(canaries.in("the output", output)).isEmpty();

    Set<String> found = canaries.below(home, path -> path.startsWith("broker"));
    assertThat(found.stream().map(one -> one.replaceFirst(": .*", "")).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "accepted/api-connectors.json",
            "accepted/connectors.csv",
            "accepted/single-change.json",
            "accepted/user-flows.jsonl",
            "demo.pfx",
            "demo.pfx.password",
            "demo.renewed.pfx");
    assertThat(home.resolve("data/ledger.db")).exists();
    assertThat(home.resolve("logs/outcomes.jsonl")).exists();
    assertThat(home.resolve("results/connectors.csv/failed.csv")).exists();
    assertThat(home.resolve("dead-letters/sample-flow-6.json")).exists();
  }
}
