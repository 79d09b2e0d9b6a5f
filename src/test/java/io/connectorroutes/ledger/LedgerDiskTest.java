package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in an SQLite file whose disk takes nothing in: each way to open it says why. */
class LedgerDiskTest {
  @TempDir Path folder;

  private SmallDisk disk;
  private Path data;
  private LedgerSettings settings;
  private String url;

  @BeforeEach
  void aLedger() throws Exception {
    disk = SmallDisk.mounted(folder.resolve("disk"), "8m");
    data = disk.path().resolve("data");
    url = "jdbc:sqlite:" + data.resolve("ledger.db");
    settings =
        new LedgerSettings(
            url, null, null, null, data.resolve("ledger.key"), Duration.ofMinutes(1));
    Ledgers.open(settings, null).close();
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void aFullOneIsNamed() throws Exception {
    Path filler = disk.fill();
    assertRefused("its disk is full; make room in " + data);

    Files.delete(filler);
    assertUsable();
  }

  @Test
  void aReadOnlyOneIsNamed() throws Exception {
    disk.makeReadOnly();
    assertRefused("its file system is read-only; mount it for writing");

    disk.makeWritable();
    assertUsable();
  }

  private void assertRefused(String why) {
    assertSays(why, () -> Ledgers.open(settings, null).close());
    assertSays(why, () -> Ledgers.isUpToDate(settings));
    Path copy = folder.resolve("copy.db");
    assertSays(why, () -> Ledgers.backUp(url, copy));
    assertThat(copy).doesNotExist();
  }

  private void assertSays(String why, ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith(
            "the ledger's file " + data.resolve("ledger.db") + " cannot be opened: " + why);
  }

  private void assertUsable() {
    assertThat(Ledgers.isUpToDate(settings)).isTrue();
    Ledgers.open(settings, null).close();
    Path copy = folder.resolve("copy.db");
    Ledgers.backUp(url, copy);
    assertThat(copy).isNotEmptyFile();
  }
}
