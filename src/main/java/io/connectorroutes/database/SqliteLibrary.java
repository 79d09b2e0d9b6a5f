package io.connectorroutes.database;

import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
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
    URL packed = packed(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isWhole(file, packed)) {
      Path unfinished = folder.resolve("." + UUID.randomUUID() + ".tmp");
      try {
        write(unfinished, packed);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
    return file;
  }

  private static void write(Path file, URL packed) throws IOException {
    try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE_NEW);
        InputStream in = packed.openStream()) {
      in.transferTo(Channels.newOutputStream(channel));
    }
  }

  /** By the sums that a jar has of what is in it: unpacking it to compare would take longer. */
  private static boolean isWhole(Path file, URL packed) throws IOException {
    byte[] there = Files.readAllBytes(file);
    URLConnection connection = packed.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection inJar) {
      try (JarFile jar = inJar.getJarFile()) {
        ZipEntry entry = jar.getEntry(inJar.getEntryName());
        return entry.getSize() == there.length && entry.getCrc() == sum(there);
      }
    }
    try (InputStream in = connection.getInputStream()) {
      return Arrays.equals(there, in.readAllBytes());
    }
  }

  private static long sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  private static URL packed(String name) throws IOException {
    URL packed =
        SQLiteJDBCLoader.class.getResource(
            LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    if (packed == null) {
      throw new IOException("there is none for this system");
    }
    return packed;
  }
}
