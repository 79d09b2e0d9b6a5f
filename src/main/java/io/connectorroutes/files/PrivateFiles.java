package io.connectorroutes.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and folders that their owner alone can read, where the file system knows owners. */
public final class PrivateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
  private static final Set<PosixFilePermission> OF_OWNER =
      PosixFilePermissions.fromString("rwx------");

  /** To go through a folder whose files are closed gives nobody anything. */
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("------rw-");

  private static final Set<PosixFilePermission> OF_GROUP =
      PosixFilePermissions.fromString("---rw----");

  private PrivateFiles() {}

  /** Creates the folder with mode 0700, unless it is there. */
  public static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, DurableFolders.mode(folder, "rwx------"));
    }
  }

  /**
   * Takes from others what they may do with a file or folder that was there already, and logs that;
   * nothing where it is not there.
   */
  public static void tighten(Path path) throws IOException {
    if (!isOpenToOthers(path)) {
      return;
    }
    Set<PosixFilePermission> after = EnumSet.copyOf(OF_OWNER);
    after.retainAll(Files.getPosixFilePermissions(path));
    try {
      Files.setPosixFilePermissions(path, after);
      LOG.warn("{} was open to others than its owner, and is not any more", path);
    } catch (IOException e) {
      LOG.warn("{} is open to others than its owner: close it with chmod go= {}", path, path);
    }
  }

  /**
   * Whether others than its owner may do anything with a file or folder; false if it is not there.
   */
  public static boolean isOpenToOthers(Path path) throws IOException {
    return hasOwners()
        && Files.exists(path)
        && !OF_OWNER.containsAll(Files.getPosixFilePermissions(path));
  }

  /**
   * What is wrong with the mode of a file or folder that must be its owner's alone: others can read
   * or write it. Of a group that can, a warning is logged, since there are groups of one's own. A
   * link is followed.
   *
   * @return what is wrong and what to do, in a line; empty where it is well or not there
   */
  public static Optional<String> exposed(Path path) throws IOException {
    if (!hasOwners() || !Files.exists(path)) {
      return Optional.empty();
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    String remedy = "chmod " + (Files.isDirectory(path) ? "700 " : "600 ") + path.toRealPath();
    if (!Collections.disjoint(mode, OF_OTHERS)) {
      return Optional.of(path + " is open to others on this machine: close it with " + remedy);
    }
    if (!Collections.disjoint(mode, OF_GROUP)) {
      LOG.warn("{} is open to its group: close it with {}", path, remedy);
    }
    return Optional.empty();
  }

  /** Whether others than its owner and its group can write to it; a link is followed. */
  public static boolean isWritableByOthers(Path path) throws IOException {
    return hasOwners()
        && Files.exists(path)
        && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Creates an empty file with mode 0600, unless it is there. */
  public static void createFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      open(file, StandardOpenOption.CREATE).close();
    }
  }

  /** Writes a file with mode 0600, whole and on disk when it appears; by NAME.tmp beside it. */
  public static void write(Path file, String text) throws IOException {
    createFolder(file.toAbsolutePath().getParent());
    write(file, text, unfinished -> open(unfinished, StandardOpenOption.CREATE_NEW));
  }

  /** Makes and opens a file. */
  @FunctionalInterface
  interface Creation {
    FileChannel create(Path file) throws IOException;
  }

  static void write(Path file, String text, Creation creation) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    try (FileChannel channel = creation.create(unfinished)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    DurableFolders.force(file.toAbsolutePath().getParent());
  }

  /**
   * Opens a file for writing; a new one has mode 0600.
   *
   * @throws IOException also where it is a link, which is not followed
   */
  public static FileChannel open(Path file, StandardOpenOption creation) throws IOException {
    refuseLink(file);
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.WRITE, creation, LinkOption.NOFOLLOW_LINKS),
        DurableFolders.mode(file, "rw-------"));
  }

  /** Throws where a link is in the place of a file, wherever it leads to. */
  public static void refuseLink(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new FileSystemException(
          file.toString(), null, file.getFileName() + " is a link, which is not followed");
    }
  }

  private static boolean hasOwners() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
