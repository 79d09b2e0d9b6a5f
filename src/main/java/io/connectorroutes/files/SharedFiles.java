package io.connectorroutes.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files and folders in a folder that its owner may have opened to others: they can be read and
 * written as it can, whatever the umask, where the file system has modes. Others than owner and
 * group never write. A folder that the program made is its owner's alone, and so is what it makes
 * below.
 */
public final class SharedFiles {
  private static final String MODE = "unix:mode";

  /** Set-group-ID, read, write and search; write for others aside. */
  private static final int FOLDER = 02775;

  private static final int FILE = 0664;

  private SharedFiles() {}

  /** Makes a folder. */
  public static void createFolder(Path folder) throws IOException {
    // Nobody else may look into it before its mode is set.
    Files.createDirectory(folder, DurableFolders.mode(folder, "rwx------"));
    setMode(folder, FOLDER);
  }

  /** Makes a folder, unless it is there, and those above it, which are their owner's alone. */
  public static void createFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      DurableFolders.create(folder.getParent());
      try {
        createFolder(folder);
      } catch (FileAlreadyExistsException e) {
        // Another worker was faster; only a file in its place is an error.
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
  }

  /** Makes a file, and opens it for writing. */
  public static FileChannel create(Path file) throws IOException {
    FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE_NEW);
    setMode(file, FILE);
    return channel;
  }

  /** Writes a file, whole and on disk when it appears; by NAME.tmp beside it. */
  public static void write(Path file, String text) throws IOException {
    PrivateFiles.write(file, text, SharedFiles::create);
  }

  private static void setMode(Path made, int bits) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      int mode = (int) Files.getAttribute(made.toAbsolutePath().getParent(), MODE);
      Files.setAttribute(made, MODE, mode & bits);
    }
  }
}
