package io.connectorroutes.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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
          file
              + " may not be read by the user that this program runs as: run it as the owner of its"
              + " folder, or let that user read it",
          e);
    } catch (IOException e) {
      return false;
    }
  }
}
