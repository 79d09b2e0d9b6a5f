package io.connectorroutes.camel.file;

import io.connectorroutes.files.FileErrors;
import io.connectorroutes.ledger.RepeatedFailures;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file of the inbox that is at rest, one worker at a time: whoever holds the lock on a
 * hidden file of the inbox is the one that records a file and moves it away. Else a worker that was
 * slower could move a later file of the same name, which nobody has recorded. The lock is the
 * operating system's and ends with the process, however that ends.
 */
public class InboxLock extends MarkerFileExclusiveReadLockStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(InboxLock.class);
  private static final String LOCK = ".taking";

  private final Path lockFile;
  private final FileRetries retries;
  private final FilesAtRest files;
  private final InboxFolders folders;
  private final RepeatedFailures failures;
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
    this.folders = new InboxFolders(inbox);
    this.failures = new RepeatedFailures(LOG, clock);
    setMarkerFiler(false);
  }

  /**
   * False where another worker has the lock, and where the file is gone, is not at rest, or could
   * not be read a moment ago: it is looked at again with the next poll. So it is where it could not
   * be moved away, which {@link InboxHousekeeping} logs.
   */
  @Override
  public boolean acquireExclusiveReadLock(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws Exception {
    if (!retries.isDue(file) || folders.problem().isPresent() || !lock()) {
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

  private synchronized boolean lock() {
    if (held != null) {
      return false;
    }
    try {
      boolean isLocked = tryLock();
      failures.recovered(LOCK, "Files are taken again");
      return isLocked;
    } catch (IOException e) {
      failures.failed(
          LOCK,
          "No file is taken, since "
              + lockFile
              + " cannot be locked: "
              + FileErrors.reason(e)
              + "; see to its owner and mode");
      return false;
    }
  }

  private boolean tryLock() throws IOException {
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
