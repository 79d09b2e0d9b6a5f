package io.connectorroutes.database;

import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A file whose lock whoever opens a ledger holds meanwhile. */
public final class OpeningLock {
  private static final Duration OPENING = Duration.ofSeconds(60);

  private final Path file;

  /** A lock by that file, in a folder that is there; it is created where it is not. */
  public OpeningLock(Path file) {
    this.file = file;
  }

  /** What is done meanwhile. */
  @FunctionalInterface
  public interface Opening<T> {
    T open() throws IOException;
  }

  /**
   * Does something while no other process and no other thread of this one does so.
   *
   * @throws DatabaseUnavailableException where another one takes a minute
   */
  public <T> T holding(Opening<T> opening) throws IOException {
    try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE);
        FileLock lock = locked(channel)) {
      assert lock.isValid();
      return opening.open();
    }
  }

  private FileLock locked(FileChannel channel) throws IOException {
    long giveUp = System.nanoTime() + OPENING.toNanos();
    while (System.nanoTime() < giveUp) {
      FileLock lock = tried(channel);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new DatabaseUnavailableException(
        "another process has been opening the ledger for a minute: it holds "
            + file
            + "; wait until it is done, or end it",
        null);
  }

  private static FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by another ledger of this process: as if by another process.
      return null;
    }
  }
}
