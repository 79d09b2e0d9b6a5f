package io.connectorroutes.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Folders whose entries outlive a power failure. Where the file system has no POSIX modes (Windows)
 * folders cannot be synchronised; there the file system's own journal has to do.
 */
public final class DurableFolders {
  private DurableFolders() {}

  /**
   * Makes a folder and those above it, where they are missing; their owner alone may use them.
   *
   * @param folder absolute
   */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    create(folder.getParent());
    try {
      Files.createDirectory(folder, mode(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      // Another thread or process was faster; only a file in its place is an error.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    force(folder.getParent());
  }

  /**
   * The same; the folder itself, where it is made, is given that mode, whatever the umask.
   *
   * @param permissions such as {@code rwxr-x---}
   */
  public static void create(Path folder, String permissions) throws IOException {
    boolean isNew = Files.notExists(folder);
    create(folder);
    if (isNew) {
      setMode(folder, permissions);
    }
  }

  /** Gives a file or folder a mode, where its file system has modes. */
  public static void setMode(Path path, String permissions) throws IOException {
    if (hasModes(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /** Brings the entries of a folder to the disk. */
  public static void force(Path folder) throws IOException {
    if (!hasModes(folder)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The mode of a new file or folder, where its file system has modes. */
  public static FileAttribute<?>[] mode(Path path, String permissions) {
    return hasModes(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
