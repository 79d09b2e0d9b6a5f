package io.connectorroutes.camel.file;

import io.connectorroutes.ledger.InboxFileRecords;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Deletes files of {@code accepted/} and {@code refused/} that have stayed long enough. */
public class ExpiredFiles {
  private final Path accepted;
  private final Path refused;
  private final Duration keep;
  private final InboxFileRecords records;
  private final Clock clock;

  /**
   * Creates the bean.
   *
   * @param inbox the inbox; {@code accepted/} and {@code refused/} stand beside it
   * @param keep how long files stay; zero: an accepted one until its job is complete and for an
   *     hour at least, a refused one not at all
   * @param records of accepted files
   * @param clock for the age of files
   */
  public ExpiredFiles(Path inbox, Duration keep, InboxFileRecords records, Clock clock) {
    this.accepted = inbox.resolveSibling(InboxFiles.ACCEPTED);
    this.refused = inbox.resolveSibling(InboxFiles.REFUSED);
    this.keep = keep;
    this.records = records;
    this.clock = clock;
  }

  /** Deletes what is due. */
  public void expire() throws IOException {
    if (keep.isZero()) {
      expire(accepted, AcceptedFiles.WATCH, records.needed());
    } else {
      expire(accepted, keep, Set.of());
    }
    expire(refused, keep, Set.of());
  }

  private void expire(Path folder, Duration age, Set<String> needed) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant limit = clock.instant().minus(age);
    IOException failure = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        try {
          expire(file, limit, needed);
        } catch (IOException e) {
          // The others are deleted all the same.
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** A folder is none of ours. */
  private static void expire(Path file, Instant limit, Set<String> needed) throws IOException {
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        && !needed.contains(owner(file))
        && !arrived(file).isAfter(limit)) {
      Files.deleteIfExists(file);
    }
  }

  /** The file beside which this one is written, or itself. */
  private static String owner(Path file) {
    String path = file.toString();
    return path.endsWith(AcceptedFiles.GREW)
        ? path.substring(0, path.length() - AcceptedFiles.GREW.length())
        : path;
  }

  /** When the file came to stand where it stands: a rename changes the time of its i-node. */
  private static Instant arrived(Path file) throws IOException {
    try {
      return FileIdentity.changed(file);
    } catch (NoSuchFileException e) {
      return Instant.MAX;
    }
  }
}
