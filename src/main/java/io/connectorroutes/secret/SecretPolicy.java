package io.connectorroutes.secret;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which references changes may use: the patterns of {@code secrets.allow}. In a pattern {@code **}
 * stands for anything and {@code *} for anything without {@code /}.
 */
public final class SecretPolicy {
  private final List<Pattern> patterns;

  /**
   * A policy that allows what any of the patterns matches.
   *
   * @param patterns such as {@code env:CONNECTOR_*}; empty allows nothing
   * @throws IllegalArgumentException where one does not begin as a reference does
   */
  public SecretPolicy(List<String> patterns) {
    this.patterns = patterns.stream().map(SecretPolicy::compile).toList();
  }

  /** Whether a pattern matches the reference. */
  public boolean allows(SecretReference reference) {
    String text = reference.toString();
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
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
