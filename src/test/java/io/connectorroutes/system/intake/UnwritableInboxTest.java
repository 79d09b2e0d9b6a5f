package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.SmallDisk;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The folders that files are taken from and put into cannot be used while the routes run. */
class UnwritableInboxTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final Logger FILES =
      (Logger) LoggerFactory.getLogger("io.connectorroutes.camel.file");

  @TempDir Path home;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    ROOT.addAppender(lines);
    FILES.setLevel(Level.INFO);
  }

  @AfterEach
  void listenNoMore() {
    ROOT.detachAppender(lines);
    FILES.setLevel(null);
  }

  @Test
  void itIsSaidInALineThatItCannotBeWrittenToAndInAnotherThatItCan() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(home.resolve("drop"), "1m");
        TestSystem system = system().start()) {
      Path file = Files.writeString(part(), Requests.create("c-1", "One").toString());
      disk.makeReadOnly();
      awaitLine("inbox.directory: ", " may not be written to by this user: give a folder ");
      awaitRounds();
      disk.makeWritable();
      Files.move(file, home.resolve("drop/inbox/one.jsonl"));

      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
      awaitLine("Files are taken again");
    }
    assertPlain();
  }

  @Test
  void aFileThatWasToBeTakenIsLeftUntilItCanBeMoved() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(home.resolve("drop"), "1m");
        TestSystem system = system().start()) {
      Files.move(
          Files.writeString(part(), Requests.create("c-1", "One").toString()),
          home.resolve("drop/inbox/one.jsonl"));
      disk.makeReadOnly();
      awaitLine("inbox.directory: ", " may not be written to by this user: give a folder ");
      awaitRounds();
      disk.makeWritable();

      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(() -> Files.exists(home.resolve("drop/accepted/one.jsonl")));
      awaitLine("Files are taken again");
    }
    assertPlain();
  }

  @Test
  void aFileInThePlaceOfAFolderIsSaidToo() throws Exception {
    try (TestSystem system = system().start()) {
      Path accepted = Files.writeString(home.resolve("drop/accepted"), "no folder");
      awaitLine("inbox.directory: ", accepted + " is no folder: give a folder ");
      Files.move(
          Files.writeString(part(), Requests.create("c-1", "One").toString()),
          home.resolve("drop/inbox/one.jsonl"));
      awaitRounds();
      assertThat(home.resolve("drop/inbox/one.jsonl")).exists();
      Files.delete(accepted);

      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
      awaitLine("Files are taken again");
    }
    assertPlain();
  }

  private TestSystem system() {
    return TestSystem.in(home).with("inbox.directory", "drop/inbox").with("inbox.quiet", "6s");
  }

  private Path part() {
    return home.resolve("drop/inbox/one.jsonl.part");
  }

  /** Longer than a file rests, and than it takes to look after the folders once more. */
  private static void awaitRounds() {
    Awaitility.await().pollDelay(Duration.ofSeconds(9)).atMost(TIMEOUT).until(() -> true);
  }

  private void awaitLine(String... parts) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () ->
                logged().stream()
                    .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
  }

  private List<String> logged() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** One warning of it, and no stack trace. */
  private void assertPlain() {
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .as("warnings")
        .hasSize(1);
    assertThat(lines.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
  }
}
