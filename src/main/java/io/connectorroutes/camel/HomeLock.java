package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds the home for one {@code run}, the program's or another application's. On SQLite all leases
 * of an earlier run are stale then, and can be recovered at once. The operating system lets go of
 * the lock when the process ends, however.
 */
public final class HomeLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private HomeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws UsageException where another {@code run} holds it
   */
  public static HomeLock take(Configuration configuration) throws IOException {
    Path data = configuration.home().resolve("data");
    PrivateFiles.createFolder(data);
    Path file = data.resolve("run.lock");
    FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE);
    if (!isLocked(channel)) {
      channel.close();
      throw new UsageException(
          "another run works in "
              + configuration.home()
              + ": stop it, or give another "
              + (configuration.isEmbedded() ? "home" : "--home"));
    }
    return new HomeLock(file, channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another context of this process has it.
      return false;
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
