package io.connectorroutes.ledger;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite's native library, which its driver unpacks into a file and loads from there. */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  private SqliteLibrary() {}

  /**
   * Loads it, once in a process. It is unpacked beside the ledger, since the system's folder for
   * temporary files may not allow to run anything, and deleted as soon as it is loaded: the driver
   * itself would leave a megabyte behind for each process that is stopped by a signal.
   *
   * @param folder the ledger's
   */
  static void load(Path folder) throws IOException {
    Path unpacked = Files.createTempDirectory(folder, ".sqlite-");
    System.setProperty("org.sqlite.tmpdir", unpacked.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      throw new IOException("SQLite's native library cannot be loaded from " + folder, e);
    } finally {
      delete(unpacked);
    }
  }

  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // Where a loaded library cannot be deleted it stays, as the driver itself would leave it.
      LOG.debug("{} stays: {}", folder, e.toString());
    }
  }
}
