package io.connectorroutes.database;

import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite's native library, which has to be a file to be loaded. */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  private SqliteLibrary() {}

  /**
   * Loads it, once in a process. It is unpacked beside the ledger, since the system's folder for
   * temporary files may not allow to run anything; the first process does so, and the others find
   * it: on a full disk there would be no room for it.
   *
   * @param folder the ledger's
   */
  static void load(Path folder) throws IOException {
    try {
      Path unpacked = unpacked(folder);
      System.setProperty("org.sqlite.lib.path", unpacked.getParent().toString());
      System.setProperty("org.sqlite.lib.name", unpacked.getFileName().toString());
    } catch (IOException e) {
      // The driver unpacks it into the system's folder then.
      LOG.debug("SQLite's native library is not unpacked into {}", folder, e);
    }
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      throw new IOException("SQLite's native library cannot be loaded from " + folder, e);
    }
  }

  private static Path unpacked(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    Path file = folder.resolve("." + SQLiteJDBCLoader.getVersion() + "-" + name);
    byte[] library = packed(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !Arrays.equals(Files.readAllBytes(file), library)) {
      Path unfinished = folder.resolve("." + UUID.randomUUID() + ".tmp");
      try {
        write(unfinished, library);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
    return file;
  }

  private static void write(Path file, byte[] library) throws IOException {
    try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE_NEW)) {
      Channels.newOutputStream(channel).write(library);
    }
  }

  private static byte[] packed(String name) throws IOException {
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is none for this system");
      }
      return in.readAllBytes();
    }
  }
}
