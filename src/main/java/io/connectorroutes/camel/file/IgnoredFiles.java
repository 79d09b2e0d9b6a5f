package io.connectorroutes.camel.file;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.text.PrintableText;
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
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the files of the inbox that nobody takes, since their names have no known ending, and links
 * that lead nowhere.
 */
public class IgnoredFiles {
  private static final Logger LOG = LoggerFactory.getLogger(IgnoredFiles.class);

  /** A file that is being written, or renamed when it is complete, is not named. */
  private static final Duration REST = Duration.ofMinutes(1);

  /** More than a person reads. */
  private static final int MOST = 1_000;

  private static final String REASON =
      "is not taken: its name ends in none of .json, .jsonl and .csv; rename it, or take it away";

  private static final String LINK_REASON =
      "is not taken: it is a link that leads nowhere; drop the file itself, or take it away";

  private final Path inbox;
  private final InboxFileRecords records;
  private final Clock clock;

  /**
   * Creates the bean.
   *
   * @param inbox where files are dropped
   * @param records of files that are not taken
   * @param clock for the age of files
   */
  public IgnoredFiles(Path inbox, InboxFileRecords records, Clock clock) {
    this.inbox = inbox;
    this.records = records;
    this.clock = clock;
  }

  /** Names those that are new, and forgets those that are gone. */
  public void name() throws IOException {
    Set<String> known = ofThisInbox(records.ignoredPaths());
    Set<String> here = present();
    for (String path : known) {
      if (!here.contains(path)) {
        records.forget(path);
      }
    }
    here.removeAll(known);
    for (String path : here) {
      String name = Path.of(path).getFileName().toString();
      String reason = Files.isSymbolicLink(Path.of(path)) ? LINK_REASON : REASON;
      if (records.ignored(name, path, reason)) {
        LOG.warn("{} {}", PrintableText.name(name), reason);
      }
    }
  }

  private Set<String> ofThisInbox(Set<String> paths) {
    Set<String> ours = new TreeSet<>(paths);
    ours.removeIf(path -> !Path.of(path).startsWith(inbox));
    return ours;
  }

  private Set<String> present() throws IOException {
    Set<String> paths = new TreeSet<>();
    Instant limit = clock.instant().minus(REST);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox, IgnoredFiles::isIgnored)) {
      for (Path file : files) {
        if (paths.size() < MOST && isOld(file, limit)) {
          paths.add(file.toString());
        }
      }
    }
    return paths;
  }

  private static boolean isIgnored(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && !name.endsWith(".tmp")
        && !name.endsWith(".part")
        && (leadsNowhere(file)
            || (FileFormat.ofFileName(name).isEmpty()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)));
  }

  private static boolean leadsNowhere(Path file) {
    return Files.isSymbolicLink(file) && Files.notExists(file);
  }

  private static boolean isOld(Path file, Instant limit) throws IOException {
    try {
      return FileIdentity.changed(file).isBefore(limit);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
