package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeLogTest {
  @TempDir private Path home;
  private OutcomeLog log;

  @BeforeEach
  void open() {
    log = OutcomeLog.under(home);
  }

  @Test
  void appendsALineForEachOutcome() throws IOException {
    log.append(List.of(outcome("a"), outcome("b")));
    log.append(List.of(outcome("c")));

    assertThat(log.file()).isEqualTo(home.resolve("logs/outcomes.jsonl"));
    assertThat(log.file()).hasContent(line("a") + "\n" + line("b") + "\n" + line("c") + "\n");
  }

  @Test
  void noOutcomeMakesNoFile() throws IOException {
    log.append(List.of());

    assertThat(home.resolve("logs")).doesNotExist();
  }

  @Test
  void aLineThatACrashCutShortIsEndedFirst() throws IOException {
    log.append(List.of(outcome("a"), outcome("b")));
    byte[] whole = Files.readAllBytes(log.file());
    Files.write(log.file(), Arrays.copyOf(whole, whole.length - 20));

    new OutcomeLog(log.file()).append(List.of(outcome("b")));

    List<String> lines = Files.readAllLines(log.file());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(line("a"));
    assertThat(line("b")).startsWith(lines.get(1));
    assertThat(lines.get(2)).isEqualTo(line("b"));
  }

  @Test
  void whatIsPublishedAgainHasItsLineAlready() throws IOException {
    log.append(List.of(outcome("a")));
    log.append(List.of(outcome("a"), outcome("b")));
    log.append(List.of(outcome("a"), outcome("b")));

    assertThat(log.file()).hasContent(line("a") + "\n" + line("b") + "\n");
  }

  @Test
  void theFileMayBeRenamedAway() throws IOException {
    Path rotated = home.resolve("logs/outcomes.1.jsonl");
    log.append(List.of(outcome("a")));
    Files.move(log.file(), rotated);

    log.append(List.of(outcome("b")));

    assertThat(rotated).hasContent(line("a") + "\n");
    assertThat(log.file()).hasContent(line("b") + "\n");
  }

  @Test
  void othersMayNotReadIt() throws IOException {
    log.append(List.of(outcome("a")));

    assertThat(Files.getPosixFilePermissions(log.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.getPosixFilePermissions(log.file().getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
  }

  @Test
  void anErrorNamesTheFile() throws IOException {
    Files.createDirectories(log.file());

    assertThatThrownBy(() -> log.append(List.of(outcome("a"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(log.file().toString());
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Files.writeString(home.resolve("logs"), "", StandardOpenOption.CREATE_NEW);

    assertThatThrownBy(() -> log.append(List.of(outcome("a"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(log.file().toString());
  }

  @Test
  void aBrokenCharacterDoesNotKeepAnOutcomeFromBeingTold() throws IOException {
    log.append(List.of(Samples.plain("a", Outcome.FAILED, "cut in half: \ud83d")));

    assertThat(log.file()).content().contains("cut in half: ?");
  }

  @Test
  void threadsDoNotMixTheirLines() throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> appends = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String id = "t-" + i;
        appends.add(
            threads.submit(
                () -> {
                  log.append(List.of(outcome(id), outcome(id)));
                  return null;
                }));
      }
      for (Future<?> append : appends) {
        append.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(Files.readAllLines(log.file()))
        .hasSize(80)
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  private static OutcomeRecord outcome(String changeId) {
    return Samples.plain(changeId, Outcome.APPLIED, null);
  }

  private static String line(String changeId) {
    return OutcomeJson.line(outcome(changeId));
  }
}
