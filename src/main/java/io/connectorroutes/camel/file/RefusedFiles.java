package io.connectorroutes.camel.file;

import io.connectorroutes.ledger.InboxFileRecords;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Forgets refused files that a person took away from {@code refused/}: {@code status} names the
 * others. Workers of other machines may share the ledger and have a folder of the same path: there,
 * only what was seen in this one is known to be gone from it.
 */
public class RefusedFiles {
  /** A file that is refused just now may not stand there yet. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private final Path refused;
  private final Duration keep;
  private final boolean isShared;
  private final InboxFileRecords records;
  private final Clock clock;
  private final Set<String> seen = new HashSet<>();

  /**
   * Creates the bean.
   *
   * @param inbox the inbox; {@code refused/} stands beside it
   * @param keep how long files stay; with zero none stays there, and each is named as long as the
   *     ledger keeps it
   * @param isShared whether other machines may have the ledger as well
   * @param records of refused files
   * @param clock for their age
   */
  public RefusedFiles(
      Path inbox, Duration keep, boolean isShared, InboxFileRecords records, Clock clock) {
    this.refused = inbox.resolveSibling(InboxFiles.REFUSED);
    this.keep = keep;
    this.isShared = isShared;
    this.records = records;
    this.clock = clock;
  }

  /** Forgets those that are gone. Of a folder that is not there nothing is known. */
  public void forget() {
    if (keep.isZero() || !Files.isDirectory(refused)) {
      return;
    }
    Set<String> known = records.refusedPaths(clock.instant().minus(LATELY));
    seen.retainAll(known);
    for (String path : known) {
      Path file = Path.of(path);
      if (!file.startsWith(refused)) {
        continue;
      }
      if (!Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        seen.add(path);
      } else if (!isShared || seen.contains(path)) {
        records.forget(path);
      }
    }
  }
}
