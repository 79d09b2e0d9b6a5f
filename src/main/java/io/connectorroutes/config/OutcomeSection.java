package io.connectorroutes.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where outcomes, dead letters and results go.
 *
 * @param log the file of outcome lines, absolute; null in another application than the program
 * @param uri Camel endpoint of outcome lines besides the log; null where not given
 * @param deadLetterUri Camel endpoint of dead letters; a {@code file:} one with an absolute path;
 *     null where there is none
 * @param results folder of the result files, absolute
 */
public record OutcomeSection(Path log, String uri, String deadLetterUri, Path results) {
  private static final String FILE = "file:";

  static OutcomeSection from(Configuration values) {
    return new OutcomeSection(
        values.isEmbedded() ? null : values.home().resolve("logs").resolve("outcomes.jsonl"),
        underHome(values.get(Keys.OUTCOME_URI), values.home()),
        underHome(values.get(Keys.DEAD_LETTER_URI), values.home()),
        values.path(Keys.RESULTS_DIRECTORY));
  }

  /** Whether something is sent to the broker of {@code queue.url}. */
  public boolean usesQueue() {
    return Stream.of(uri, deadLetterUri).anyMatch(to -> to != null && to.startsWith("queue:"));
  }

  /** The folder that dead letters are written to; empty where they go elsewhere. */
  public Optional<Path> deadLetterFolder() {
    return folder(deadLetterUri);
  }

  /** The folders that outcomes and dead letters are written to; may be empty. */
  public List<Path> folders() {
    return Stream.of(folder(uri), folder(deadLetterUri)).flatMap(Optional::stream).toList();
  }

  private static Optional<Path> folder(String uri) {
    return uri != null && uri.startsWith(FILE)
        ? Optional.of(Path.of(uri.substring(FILE.length()).split("\\?", 2)[0]))
        : Optional.empty();
  }

  /** Camel takes a relative path of a file endpoint from the working directory; we do not. */
  private static String underHome(String uri, Path home) {
    if (uri == null || !uri.startsWith(FILE)) {
      return uri;
    }
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    String folder = path.substring(FILE.length()).replaceFirst("^//", "");
    return FILE + home.resolve(folder).normalize() + (query < 0 ? "" : uri.substring(query));
  }
}
