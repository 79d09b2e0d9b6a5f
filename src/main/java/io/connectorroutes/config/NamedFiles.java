package io.connectorroutes.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the files that settings name: as a path, as a {@code file:} reference, or as an option
 * within a URL or one of Camel's own values.
 *
 * @param home what relative paths are under; libraries take theirs from the working directory
 * @param environment the process's environment
 */
record NamedFiles(Path home, Map<String, String> environment) {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([^}:]+)[^}]*}}");
  private static final Pattern BETWEEN = Pattern.compile("[?&=;,\"'\\s]+");
  private static final Pattern SCHEME = Pattern.compile("^file:(//)?");
  private static final String ENVIRONMENT = "env:";

  /** The files that the identity of the process is read from where no key names one. */
  Stream<Path> ofIdentity() {
    return Stream.of("AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE")
        .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
        .flatMap(this::paths);
  }

  /** The file that a secret is in; none where it stands in the configuration itself. */
  Stream<Path> ofSecret(String text) {
    return text.startsWith("file:") ? paths(text) : Stream.of();
  }

  /** The file that an app's certificate is in, given itself or by a variable. */
  Stream<Path> ofCertificate(String text) {
    String given =
        text.startsWith(ENVIRONMENT)
            ? environment.getOrDefault(text.substring(ENVIRONMENT.length()), "")
            : text;
    return CertificateText.isPath(given) ? paths(given) : Stream.of();
  }

  /** Each text within a value that could be the path of a file; it need not be there. */
  Stream<Path> within(String value) {
    String text = VARIABLE.matcher(value).replaceAll(this::variable);
    return Stream.concat(Stream.of(text), BETWEEN.splitAsStream(text))
        .flatMap(part -> Stream.of(part, decoded(part)))
        .distinct()
        .flatMap(this::paths);
  }

  private String variable(MatchResult found) {
    return Matcher.quoteReplacement(environment.getOrDefault(found.group(1), ""));
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  private Stream<Path> paths(String text) {
    try {
      Path path = Path.of(SCHEME.matcher(text.strip()).replaceFirst(""));
      return Stream.of(home.resolve(path), path.toAbsolutePath()).distinct();
    } catch (InvalidPathException e) {
      return Stream.of();
    }
  }

  @Override
  public String toString() {
    return "NamedFiles[" + home + "]";
  }
}
