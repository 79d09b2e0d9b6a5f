package io.connectorroutes.camel.file;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.files.SharedFiles;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.InboxFileRecords.Accepted;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches accepted files, as long as their job is open and for an hour at least: what somebody
 * writes to one of them is not read, and must not be lost in silence.
 */
public class AcceptedFiles {
  /** How long a file is watched at least. */
  static final Duration WATCH = Duration.ofHours(1);

  /** Ends the name of what is written beside a file that grew. */
  static final String GREW = ".grew.txt";

  /** Bytes that are put behind the name of an accepted file at most, ASCII characters all. */
  static final int LONGEST_SUFFIX = (GREW + ".tmp").length();

  private static final Logger LOG = LoggerFactory.getLogger(AcceptedFiles.class);

  private final InboxFileRecords records;
  private final Clock clock;
  private final Runnable grew;

  /**
   * Creates the bean.
   *
   * @param records of accepted files
   * @param clock the ledger's
   * @param grew run for each file that is reported
   */
  public AcceptedFiles(InboxFileRecords records, Clock clock, Runnable grew) {
    this.records = records;
    this.clock = clock;
    this.grew = grew;
  }

  /** Reports each file that was altered since it was recorded, once over all workers. */
  public void watch() throws IOException {
    List<Accepted> page = records.watched(0);
    while (!page.isEmpty()) {
      for (Accepted file : page) {
        look(file);
      }
      page = records.watched(page.get(page.size() - 1).id());
    }
  }

  private void look(Accepted file) throws IOException {
    String reason = isAltered(file) ? reason(file) : null;
    if (reason != null) {
      report(file, reason);
    } else if (file.complete() && file.acceptedAt().isBefore(clock.instant().minus(WATCH))) {
      records.unwatch(file);
    }
  }

  /** Another machine's file of the same path is another file, and none of ours. */
  private static boolean isAltered(Accepted file) throws IOException {
    try {
      BasicFileAttributes now =
          FileIdentity.attributes(Path.of(file.path()), LinkOption.NOFOLLOW_LINKS);
      return FileIdentity.isSameFile(now, file.identity())
          && (now.size() != file.bytes() || !FileIdentity.of(now).equals(file.identity()));
    } catch (FileSystemException e) {
      // It is gone, or in a folder that this machine does not have or may not look into.
      return false;
    }
  }

  private void report(Accepted file, String reason) throws IOException {
    if (!records.grew(file, reason)) {
      return;
    }
    LOG.warn("{} {}", PrintableText.name(file.job().fileName()), reason);
    Path path = Path.of(file.path());
    SharedFiles.write(path.resolveSibling(path.getFileName() + GREW), reason + "\n");
    grew.run();
  }

  private String reason(Accepted file) throws IOException {
    Path path = Path.of(file.path());
    int row = records.lastRow(file.job());
    String what = "was written to after it was taken: ";
    String remedy =
        ". Drop what is missing as a file of its own; write a file under a name that begins with a"
            + " dot, and rename it when it is complete";
    if (Files.size(path) <= file.bytes()) {
      return what + "what it holds now was not read" + remedy;
    }
    return endsInMidRow(path, file)
        ? what
            + "row "
            + row
            + " was read in part, and nothing from row "
            + (row + 1)
            + " on"
            + remedy
        : what + "no row from row " + (row + 1) + " on was read" + remedy;
  }

  /** Whether what was recorded ended within a line. */
  private static boolean endsInMidRow(Path path, Accepted file) throws IOException {
    if (file.job().format() == FileFormat.JSON) {
      return false;
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(file.bytes() - 1).read(last);
      return last.get(0) != '\n' && last.get(0) != '\r';
    }
  }
}
