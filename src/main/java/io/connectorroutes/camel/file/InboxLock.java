package io.connectorroutes.camel.file;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.MarkerFileExclusiveReadLockStrategy;

/**
 * Takes a file of the inbox that is at rest, one worker at a time: whoever holds the lock on a
 * hidden file of the inbox is the one that records a file and moves it away. Else a worker that was
 * slower could move a later file of the same name, which nobody has recorded. The lock is the
 * operating system's and ends with the process, however that ends.
 */
public class InboxLock extends MarkerFileExclusiveReadLockStrategy {
  private static final String LOCK = ".taking";

  private final Path lockFile;
  private final FileRetries retries;
  private final FilesAtRest files;
  private FileChannel held;

  /**
   * Creates the bean.
   *
   * @param inbox where files are dropped
   * @param quiet how long a file must be at rest before it is taken
   * @param retries which of them are left alone for a while
   * @param clock for both
   */
  public InboxLock(Path inbox, Duration quiet, FileRetries retries, Clock clock) {
    this.retries = retries;
    this.lockFile = inbox.resolve(LOCK);
    this.files = new FilesAtRest(quiet, clock);
    setMarkerFiler(false);
  }

  /**
   * False where another worker has the lock, and where the file is gone, is not at rest, or could
   * not be read a moment ago: it is looked at again with the next poll.
   */
  @Override
  public boolean acquireExclusiveReadLock(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws Exception {
    if (!retries.isDue(file) || !lock()) {
      return false;
    }
    boolean acquired = false;
    try {
      acquired = files.isAtRest(file.getFile().toPath(), this::fileSystemTime);
    } finally {
      if (!acquired) {
        unlock();
      }
    }
    return acquired;
  }

  @Override
  protected void doReleaseExclusiveReadLock(GenericFile<File> file, Exchange exchange)
      throws Exception {
    unlock();
  }

  private synchronized boolean lock() throws IOException {
    if (held != null) {
      return false;
    }
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another worker of this process has it.
      locked = false;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    held = locked ? channel : null;
    return locked;
  }

  private synchronized void unlock() throws IOException {
    if (held != null) {
      held.close();
      held = null;
    }
  }

  /** The time that the file system gives to what is written now. */
  private synchronized Instant fileSystemTime() {
    try {
      held.write(ByteBuffer.allocate(1), 0);
      return FileIdentity.changed(lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
