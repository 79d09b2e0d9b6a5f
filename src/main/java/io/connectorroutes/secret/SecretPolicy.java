package io.connectorroutes.secret;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which references changes may use: the patterns of {@code secrets.allow}. In a pattern {@code **}
 * stands for anything and {@code *} for anything without {@code /}.
 */
public final class SecretPolicy {
  private static final String FILE = "file:";

  private final List<Allowed> allowed;

  private record Allowed(String text, Pattern pattern) {
    boolean matches(SecretReference reference) {
      return pattern.matcher(reference.toString()).matches();
    }
  }

  /**
   * A policy that allows what any of the patterns matches.
   *
   * @param patterns such as {@code env:CONNECTOR_*}; empty allows nothing
   * @throws IllegalArgumentException where one does not begin as a reference does
   */
  public SecretPolicy(List<String> patterns) {
    this.allowed =
        patterns.stream().map(pattern -> new Allowed(pattern, compile(pattern))).toList();
  }

  /** Whether a pattern matches the reference. */
  public boolean allows(SecretReference reference) {
    return allowed.stream().anyMatch(pattern -> pattern.matches(reference));
  }

  /**
   * The folders of the patterns that match a {@code file:} reference: each the part before the
   * first wildcard, up to a slash; empty for the home itself.
   */
  List<String> folders(SecretReference reference) {
    return allowed.stream()
        .filter(pattern -> pattern.text().startsWith(FILE) && pattern.matches(reference))
        .map(pattern -> folder(pattern.text().substring(FILE.length())))
        .toList();
  }

  private static String folder(String path) {
    int wildcard = path.indexOf('*');
    String fixed = wildcard < 0 ? path : path.substring(0, wildcard);
    return fixed.substring(0, Math.max(0, fixed.lastIndexOf('/')));
  }

  private static Pattern compile(String pattern) {
    if (!SecretReference.isReference(pattern)) {
      throw new IllegalArgumentException(
          "the pattern "
              + pattern
              + " allows nothing: begin it with env:, file:, keyvault: or change:");
    }
    String regex =
        Pattern.compile("\\*\\*|\\*|[^*]+")
            .matcher(pattern)
            .results()
            .map(part -> regexOf(part.group()))
            .collect(Collectors.joining());
    return Pattern.compile(regex);
  }

  private static String regexOf(String part) {
    return switch (part) {
      case "**" -> ".*";
      case "*" -> "[^/]*";
      default -> Pattern.quote(part);
    };
  }
}
