package io.connectorroutes.camel;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.FileChangedExclusiveReadLockStrategy;

/**
 * Takes a file of the inbox that is at rest, one worker at a time: whoever holds the lock on a
 * hidden file of the inbox is the one that records a file and moves it away. Else a worker that was
 * slower could move a later file of the same name, which nobody has recorded. The lock is the
 * operating system's and ends with the process, however that ends.
 */
public class InboxTurn extends FileChangedExclusiveReadLockStrategy {
  private static final String LOCK = ".taking";

  /** How long nobody may have written to a file that is at rest. */
  private static final Duration REST = Duration.ofMillis(500);

  private static final Duration LOOK = Duration.ofMillis(200);

  /** How long other files wait for one that is not at rest; it is looked at again later. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Path lockFile;
  private final FileRetries retries;
  private FileChannel held;

  /**
   * Creates the bean.
   *
   * @param inbox where files are dropped
   * @param retries which of them are left alone for a while
   */
  public InboxTurn(Path inbox, FileRetries retries) {
    this.retries = retries;
    this.lockFile = inbox.resolve(LOCK);
    setMarkerFiler(false);
    setMinLength(0);
    setMinAge(REST.toMillis());
    setCheckInterval(LOOK.toMillis());
    setTimeout(PATIENCE.toMillis());
  }

  /**
   * False where another worker has the turn, and where the file is gone, is not at rest, or could
   * not be read a moment ago.
   */
  @Override
  public boolean acquireExclusiveReadLock(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws Exception {
    if (!retries.isDue(file) || !take()) {
      return false;
    }
    boolean acquired = false;
    try {
      acquired = super.acquireExclusiveReadLock(operations, file, exchange);
    } finally {
      if (!acquired) {
        giveBack();
      }
    }
    return acquired;
  }

  @Override
  protected void doReleaseExclusiveReadLock(GenericFile<File> file, Exchange exchange)
      throws Exception {
    super.doReleaseExclusiveReadLock(file, exchange);
    giveBack();
  }

  private synchronized boolean take() throws IOException {
    if (held != null) {
      return false;
    }
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another worker of this process has it.
      taken = false;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    held = taken ? channel : null;
    return taken;
  }

  private synchronized void giveBack() throws IOException {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
