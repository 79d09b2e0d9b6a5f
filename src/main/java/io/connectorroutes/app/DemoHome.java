package io.connectorroutes.app;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.files.DurableFolders;
import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a demo works: a folder of its own each time, so that a later run is like the first. It
 * stays where the user was told of it.
 */
final class DemoHome implements AutoCloseable {
  private static final String PREFIX = "connector-routes-demo-";

  private final Path samples;
  private final Path folder;
  private boolean isKept;

  /**
   * Makes the folder.
   *
   * @param samples of the distribution
   * @param parent where to make it; null for the system's folder for temporary files
   */
  DemoHome(Path samples, Path parent) throws IOException {
    if (samples == null || !Files.isDirectory(samples)) {
      throw new UsageException(
          "there are no samples at " + samples + ": start demo from an unpacked distribution");
    }
    this.samples = samples;
    if (parent == null) {
      this.folder = Files.createTempDirectory(PREFIX).toRealPath();
    } else {
      DurableFolders.create(parent.toAbsolutePath());
      this.folder = Files.createTempDirectory(parent.toAbsolutePath(), PREFIX);
    }
  }

  /** Writes what the samples name beside themselves. */
  void prepare() throws IOException {
    DemoCertificates.writeTo(folder);
  }

  /** The user is told of the folder, and may look into it. */
  void keep() {
    isKept = true;
  }

  /** Deletes the folder that nobody was told of. */
  @Override
  public void close() throws IOException {
    if (isKept) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.deleteIfExists(one);
    }
  }

  Path folder() {
    return folder;
  }

  /** What the samples must lead to. */
  Path expected() {
    return samples.resolve("expected.json");
  }

  /** The bodies of the queue messages, in order. */
  List<Path> messages() throws IOException {
    return filesOf(samples.resolve("queue"));
  }

  /** Drops the sample files into the inbox, each under another name first. */
  void dropSamples() throws IOException {
    Path inbox = folder.resolve("inbox");
    PrivateFiles.createFolder(inbox);
    for (Path sample : filesOf(samples.resolve("inbox"))) {
      Path part = inbox.resolve(sample.getFileName() + ".part");
      Files.copy(sample, part);
      Files.move(part, inbox.resolve(sample.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
