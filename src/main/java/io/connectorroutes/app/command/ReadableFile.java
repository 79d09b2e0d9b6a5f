package io.connectorroutes.app.command;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.config.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are named on the command line. */
final class ReadableFile {
  private ReadableFile() {}

  /**
   * Its absolute path.
   *
   * @param remedy what is to be given instead, for a person
   * @throws UsageException where it is not there or cannot be read
   */
  static Path of(Path given, String remedy) {
    Path file = given.toAbsolutePath().normalize();
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UsageException("cannot read " + file + "; " + remedy);
    }
    return file;
  }

  /**
   * The absolute path of a file of changes.
   *
   * @throws UsageException as above, and where its name says no known format
   */
  static Path ofChanges(Path given) {
    Path file = of(given, "give files that exist and are readable");
    if (FileFormat.ofFileName(file.getFileName().toString()).isEmpty()) {
      throw new UsageException(
          file + " has an unknown format; its name must end in .json, .jsonl or .csv");
    }
    return file;
  }
}
