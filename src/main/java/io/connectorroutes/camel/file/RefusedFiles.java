package io.connectorroutes.camel.file;

import io.connectorroutes.ledger.InboxFileRecords;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * Forgets refused files that a person took away from {@code refused/}: {@code status} names the
 * others.
 */
public class RefusedFiles {
  /** A file that is refused just now may not stand there yet. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private final Path refused;
  private final Duration keep;
  private final InboxFileRecords records;
  private final Clock clock;

  /**
   * Creates the bean.
   *
   * @param inbox the inbox; {@code refused/} stands beside it
   * @param keep how long files stay; with zero none stays there, and each is named as long as the
   *     ledger keeps it
   * @param records of refused files
   * @param clock for their age
   */
  public RefusedFiles(Path inbox, Duration keep, InboxFileRecords records, Clock clock) {
    this.refused = inbox.resolveSibling(InboxFiles.REFUSED);
    this.keep = keep;
    this.records = records;
    this.clock = clock;
  }

  /** Forgets those that are gone. Of a folder that is not there nothing is known. */
  public void forget() {
    if (!keep.isZero() && Files.isDirectory(refused)) {
      for (String path : records.refusedPaths(clock.instant().minus(LATELY))) {
        Path file = Path.of(path);
        if (file.startsWith(refused) && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
          records.forget(path);
        }
      }
    }
  }
}
