package io.connectorroutes.app;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds the home for one {@code run}. On SQLite all leases of an earlier run are stale then, and
 * can be recovered at once. The operating system lets go of the lock when the process ends,
 * however.
 */
final class HomeLock implements AutoCloseable {
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
  static HomeLock take(Configuration configuration) throws IOException {
    Path data = configuration.home().resolve("data");
    PrivateFiles.createFolder(data);
    Path file = data.resolve("run.lock");
    FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new UsageException(
          "another run works in " + configuration.home() + ": stop it, or give another --home");
    }
    return new HomeLock(file, channel);
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
