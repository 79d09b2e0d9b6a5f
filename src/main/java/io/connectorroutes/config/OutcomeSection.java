package io.connectorroutes.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where outcomes, dead letters and results go.
 *
 * @param log the file of outcome lines, absolute
 * @param uri Camel endpoint of outcome lines besides the log; null where not given
 * @param deadLetterUri Camel endpoint of dead letters; a {@code file:} one with an absolute path
 * @param results folder of the result files, absolute
 */
public record OutcomeSection(Path log, String uri, String deadLetterUri, Path results) {
  private static final String FILE = "file:";

  static OutcomeSection from(Configuration values) {
    String uri = values.get(Keys.OUTCOME_URI);
    return new OutcomeSection(
        values.home().resolve("logs").resolve("outcomes.jsonl"),
        uri == null ? null : underHome(uri, values.home()),
        underHome(values.get(Keys.DEAD_LETTER_URI), values.home()),
        values.path(Keys.RESULTS_DIRECTORY));
  }

  /** Whether something is sent to the broker of {@code queue.url}. */
  public boolean usesQueue() {
    return Stream.of(uri, deadLetterUri).anyMatch(to -> to != null && to.startsWith("queue:"));
  }

  /** The folder that dead letters are written to; empty where they go elsewhere. */
  Optional<Path> deadLetterFolder() {
    return deadLetterUri.startsWith(FILE)
        ? Optional.of(Path.of(deadLetterUri.substring(FILE.length()).split("\\?", 2)[0]))
        : Optional.empty();
  }

  /** Camel takes a relative path of a file endpoint from the working directory; we do not. */
  private static String underHome(String uri, Path home) {
    if (!uri.startsWith(FILE)) {
      return uri;
    }
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    String folder = path.substring(FILE.length()).replaceFirst("^//", "");
    return FILE + home.resolve(folder).normalize() + (query < 0 ? "" : uri.substring(query));
  }
}
