package io.connectorroutes.app.command;

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
}
