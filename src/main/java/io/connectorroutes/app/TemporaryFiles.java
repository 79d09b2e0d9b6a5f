package io.connectorroutes.app;

import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where libraries unpack their native parts (Netty, and what Kafka's records are compressed with):
 * {@code data/tmp} of the home, since others may read and perhaps write the system's folder, or
 * nothing in it may be run.
 */
final class TemporaryFiles {
  /** Beside Java's own, which libraries may have been read before; each of a library. */
  private static final List<String> PROPERTIES =
      List.of(
          "java.io.tmpdir",
          "io.netty.native.workdir",
          "org.xerial.snappy.tempdir",
          "ZstdTempFolder");

  /** What a killed process left: another one may be using what is younger. */
  private static final Duration OLD = Duration.ofDays(1);

  private TemporaryFiles() {}

  /**
   * Has this process make them there from now on; before anything has made any.
   *
   * @param home absolute
   */
  static void keepIn(Path home, Clock clock) throws IOException {
    Path folder = home.resolve("data").resolve("tmp");
    PrivateFiles.createFolder(folder);
    removeOld(folder, clock.instant().minus(OLD));
    PROPERTIES.forEach(property -> System.setProperty(property, folder.toString()));
  }

  /** Of files that were last written before then. */
  static void removeOld(Path folder, Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          removeIfOld(file, before);
        }
      }
    }
  }

  private static void removeIfOld(Path file, Instant before) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another process sweeps as well.
      return;
    }
  }
}
