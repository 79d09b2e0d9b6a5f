package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A certificate of an API connector as Graph shows it.
 *
 * @param thumbprint upper case; never null
 * @param begin null where it cannot be read
 * @param end null where it cannot be read
 * @param active whether the connector answers with it
 */
public record ShownCertificate(String thumbprint, Instant begin, Instant end, boolean active) {
  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-F]{40}");

  /** Seconds; later ones are no time that Graph can mean. */
  private static final long END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /**
   * Those of a connector, but for any that has no thumbprint.
   *
   * @param connector as Graph answers
   * @return empty where it shows no list of them
   */
  public static Optional<List<ShownCertificate>> of(JsonNode connector) {
    JsonNode list = connector.path("authenticationConfiguration").path("certificateList");
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<ShownCertificate> shown = new ArrayList<>();
    list.forEach(certificate -> one(certificate).ifPresent(shown::add));
    return Optional.of(List.copyOf(shown));
  }

  /**
   * When the certificate ends that a connector answers with, or the last one of them where it shows
   * none as active.
   *
   * @param connector as Graph answers
   * @return empty where it shows none with an end
   */
  public static Optional<Instant> end(JsonNode connector) {
    List<ShownCertificate> all = of(connector).orElse(List.of());
    List<ShownCertificate> active = all.stream().filter(ShownCertificate::active).toList();
    return (active.isEmpty() ? all : active)
        .stream()
            .map(ShownCertificate::end)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
  }

  private static Optional<ShownCertificate> one(JsonNode json) {
    String thumbprint = json.path("thumbprint").asText("").toUpperCase(Locale.ROOT);
    return THUMBPRINT.matcher(thumbprint).matches()
        ? Optional.of(
            new ShownCertificate(
                thumbprint,
                time(json.path("notBefore")),
                time(json.path("notAfter")),
                json.path("isActive").asBoolean(false)))
        : Optional.empty();
  }

  private static Instant time(JsonNode seconds) {
    return seconds.canConvertToLong()
            && seconds.longValue() > 0
            && seconds.longValue() <= END_OF_TIME
        ? Instant.ofEpochSecond(seconds.longValue())
        : null;
  }
}
