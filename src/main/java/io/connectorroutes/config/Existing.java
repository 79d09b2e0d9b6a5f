package io.connectorroutes.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/** Whether files are there. Java by itself says that they are not where one may not look. */
public final class Existing {
  private Existing() {}

  /**
   * Whether there is such a file or folder.
   *
   * @throws UsageException where the user that this program runs as may not look there
   */
  public static boolean isThere(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (AccessDeniedException e) {
      throw new UsageException(
          "the user that this program runs as may not look into "
              + closed(file, Existing::isReached)
              + ", and so not for "
              + file
              + "; run it as the owner of that folder, or let that user into it",
          e);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The folder that keeps one from looking for a file: the nearest one above it that can be seen.
   *
   * @param isReached whether one may look whether it is there
   */
  static Path closed(Path file, Predicate<Path> isReached) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder.getParent() != null && !isReached.test(folder)) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static boolean isReached(Path folder) {
    try {
      Files.readAttributes(folder, BasicFileAttributes.class);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
