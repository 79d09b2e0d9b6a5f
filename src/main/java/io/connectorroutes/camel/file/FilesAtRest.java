package io.connectorroutes.camel.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells whether a file is still being written: it is at rest when size and time have not changed
 * between two looks that are far enough apart. No look waits. For one thread.
 */
final class FilesAtRest {
  /** A file that nobody has touched for so long needs no second look. */
  private static final Duration LONG = Duration.ofMinutes(1);

  /** What nobody has looked at for so long is gone. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private record Look(String identity, long bytes, Instant since, Instant last) {}

  private final Duration quiet;
  private final Clock clock;
  private final Map<Path, Look> looks = new HashMap<>();
  private Instant cleaned;

  /**
   * Nothing was looked at yet.
   *
   * @param quiet how far two looks must be apart; zero: one look is enough
   * @param clock for the time between looks
   */
  FilesAtRest(Duration quiet, Clock clock) {
    this.quiet = quiet;
    this.clock = clock;
    this.cleaned = clock.instant();
  }

  /**
   * Looks at a file.
   *
   * @param now the file system's own time, since its clock may differ from this machine's
   * @return false also where the file is gone, and for a link that leads nowhere: Camel cannot move
   *     it, so that it would be refused again with each look
   */
  boolean isAtRest(Path file, Supplier<Instant> now) throws IOException {
    clean();
    try {
      BasicFileAttributes attributes = FileIdentity.attributes(file, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink() && Files.notExists(file)) {
        return false;
      }
      Look look = look(file, attributes);
      boolean atRest =
          !look.last.isBefore(look.since.plus(quiet))
              || !FileIdentity.changed(file).isAfter(now.get().minus(LONG));
      if (atRest) {
        looks.remove(file);
      } else {
        looks.put(file, look);
      }
      return atRest;
    } catch (NoSuchFileException e) {
      looks.remove(file);
      return false;
    }
  }

  private Look look(Path file, BasicFileAttributes attributes) {
    Instant now = clock.instant();
    String identity = FileIdentity.of(attributes);
    Look before = looks.get(file);
    boolean same =
        before != null && before.identity.equals(identity) && before.bytes == attributes.size();
    return new Look(identity, attributes.size(), same ? before.since : now, now);
  }

  private void clean() {
    Instant limit = clock.instant().minus(FORGOTTEN);
    if (cleaned.isBefore(limit)) {
      looks.values().removeIf(look -> look.last.isBefore(limit));
      cleaned = clock.instant();
    }
  }
}
