package io.connectorroutes.camel.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAtRestTest {
  private static final Duration QUIET = Duration.ofSeconds(2);

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final FilesAtRest files = new FilesAtRest(QUIET, clock);
  private Path file;
  private Instant fileSystemTime;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("export.csv"), "changeId,operation\n");
    fileSystemTime = FileIdentity.changed(file);
  }

  private boolean isAtRest() throws IOException {
    return files.isAtRest(file, () -> fileSystemTime);
  }

  private void append(String row) throws IOException {
    Files.writeString(file, row, StandardOpenOption.APPEND);
  }

  @Test
  void aFileIsAtRestWhenNothingHasChangedBetweenTwoLooks() throws IOException {
    assertThat(isAtRest()).isFalse();
    clock.advance(QUIET.minusMillis(1));
    assertThat(isAtRest()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(isAtRest()).isTrue();
  }

  @Test
  void aLinkThatLeadsNowhereIsNever() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
    file = folder.resolve("link");
    assertThat(isAtRest()).isFalse();
    clock.advance(Duration.ofDays(1));
    assertThat(isAtRest()).isFalse();
    Files.writeString(folder.resolve("nothing"), "");
    assertThat(isAtRest()).isFalse();
    clock.advance(QUIET);
    assertThat(isAtRest()).as("it is refused as a link").isTrue();
  }

  @Test
  void eachChangeBeginsTheWaitAnew() throws IOException {
    assertThat(isAtRest()).isFalse();
    for (int i = 0; i < 5; i++) {
      clock.advance(QUIET.minusMillis(500));
      append("row-" + i + ",x\n");
      assertThat(isAtRest()).isFalse();
    }
    clock.advance(QUIET);
    assertThat(isAtRest()).isTrue();
  }

  @Test
  void aChangeOfTheSameSizeIsOneToo() throws IOException {
    assertThat(isAtRest()).isFalse();
    clock.advance(QUIET);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(isAtRest()).isFalse();
  }

  @Test
  void anotherFileOfThatNameIsLookedAtAnew() throws IOException {
    assertThat(isAtRest()).isFalse();
    FileTime modified = Files.getLastModifiedTime(file);
    Path other = Files.copy(file, folder.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    clock.advance(QUIET);
    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(modified.toMillis());
    assertThat(isAtRest()).isFalse();
  }

  @Test
  void aFileThatNobodyHasTouchedForAMinuteNeedsNoSecondLook() throws IOException {
    fileSystemTime = fileSystemTime.plusSeconds(60);
    assertThat(isAtRest()).isTrue();
  }

  /** A tool that copies can set the time at which a file was last written to, and not this one. */
  @Test
  void aCopyWithAnOldTimeNeedsTwoLooks() throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    fileSystemTime = FileIdentity.changed(file).plusSeconds(59);
    assertThat(isAtRest()).isFalse();
    clock.advance(QUIET);
    assertThat(isAtRest()).isTrue();
  }

  @Test
  void whatIsGoneIsNotAtRest() throws IOException {
    assertThat(isAtRest()).isFalse();
    Files.delete(file);
    clock.advance(QUIET);
    assertThat(isAtRest()).isFalse();
  }

  @Test
  void whereNoRestIsAskedForOneLookIsEnough() throws IOException {
    FilesAtRest atOnce = new FilesAtRest(Duration.ZERO, clock);
    assertThat(atOnce.isAtRest(file, () -> fileSystemTime)).isTrue();
  }
}
