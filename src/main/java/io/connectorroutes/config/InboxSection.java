package io.connectorroutes.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The {@code inbox.*} keys.
 *
 * @param directory absolute
 * @param quiet how long a file must be at rest before it is taken
 * @param maxBytes at least 1
 * @param maxRows at least 1
 * @param keep how long files stay in {@code accepted/} and {@code refused/}; zero: an accepted one
 *     until its job is complete and for an hour at least, a refused one not at all
 */
public record InboxSection(
    Path directory, Duration quiet, long maxBytes, int maxRows, Duration keep) {
  static InboxSection from(Values values) {
    return new InboxSection(
        values.path(Keys.INBOX_DIRECTORY),
        values.get(Keys.INBOX_QUIET),
        values.get(Keys.INBOX_MAX_BYTES),
        values.get(Keys.INBOX_MAX_ROWS),
        values.get(Keys.INBOX_KEEP));
  }
}
