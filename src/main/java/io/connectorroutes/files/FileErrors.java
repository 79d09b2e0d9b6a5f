package io.connectorroutes.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words: the messages of some exceptions are only a path. */
public final class FileErrors {
  /** What Linux and macOS say; Java has no exception of its own for it. */
  private static final String NO_SPACE = "No space left on device";

  private FileErrors() {}

  /**
   * That a file or folder of the home cannot be used, why, and what to see to; without the file's
   * name where it is not known.
   */
  public static String unusable(IOException e) {
    String file = e instanceof FileSystemException failed ? failed.getFile() : null;
    return (file == null ? "a file of the home" : file)
        + " cannot be used: "
        + reason(e)
        + "; see to its owner, its mode and the room on its disk";
  }

  /** Whether there is no room on the disk. */
  public static boolean isDiskFull(IOException e) {
    return String.valueOf(e.getMessage()).contains(NO_SPACE);
  }

  /** Such as {@code access denied}; never null. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else stands in its place";
    }
    if (e instanceof DirectoryNotEmptyException folder) {
      return "the folder " + folder.getFile() + " is not empty";
    }
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
