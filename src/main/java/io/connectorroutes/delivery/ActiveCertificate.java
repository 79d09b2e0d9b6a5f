package io.connectorroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which certificate a connector answers with now, as Graph's answer to an upload tells. It is read
 * and not computed: which of several valid ones is taken, Microsoft's page
 * "pkcs12CertificateInformation" leaves in doubt.
 */
final class ActiveCertificate {
  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-F]{40}");

  /** Seconds; later ones are no time that Graph can mean. */
  private static final long END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /** Of any number of certificates. */
  private static final int LONGEST = 500;

  private ActiveCertificate() {}

  /** A certificate as the answer shows it; times are null where they cannot be read. */
  private record Shown(String thumbprint, Instant begin, Instant end, boolean active) {

    static Optional<Shown> of(JsonNode json) {
      String thumbprint = json.path("thumbprint").asText("").toUpperCase(Locale.ROOT);
      return THUMBPRINT.matcher(thumbprint).matches()
          ? Optional.of(
              new Shown(
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

    String text() {
      return end == null ? thumbprint : thumbprint + " (until " + end + ")";
    }

    boolean begins(Instant now) {
      return begin != null && begin.isAfter(now);
    }
  }

  /**
   * One line for the outcome; null where the answer shows no list of certificates.
   *
   * @param answer a success
   */
  static String told(Classified answer) {
    JsonNode list =
        ChangedObject.body(answer.response())
            .path("authenticationConfiguration")
            .path("certificateList");
    if (!list.isArray()) {
      return null;
    }
    List<Shown> shown = new ArrayList<>();
    list.forEach(certificate -> Shown.of(certificate).ifPresent(shown::add));
    List<Shown> active = shown.stream().filter(Shown::active).toList();
    String told =
        active.isEmpty()
            ? "no certificate of the connector is active"
            : "the connector's active certificate is "
                + active.stream().map(Shown::text).collect(Collectors.joining(", "));
    return PrintableText.line(told + sent(answer, shown), LONGEST);
  }

  /** What is to be said of the one that was sent, where another one is active. */
  private static String sent(Classified answer, List<Shown> shown) {
    String thumbprint = answer.due().thumbprint();
    Optional<Shown> sent =
        shown.stream()
            .filter(certificate -> certificate.thumbprint().equals(thumbprint))
            .filter(certificate -> !certificate.active())
            .findFirst();
    return sent.map(
            certificate ->
                "; the one that was sent, "
                    + certificate.thumbprint()
                    + (certificate.begins(answer.at())
                        ? ", is not valid before " + certificate.begin()
                        : ", is not"))
        .orElse("");
  }
}
