package io.connectorroutes.delivery;

import io.connectorroutes.graph.ShownCertificate;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which certificate a connector answers with now, as Graph's answer to an upload tells. It is read
 * and not computed: which of several valid ones is taken, Microsoft's page
 * "pkcs12CertificateInformation" leaves in doubt.
 */
final class ActiveCertificate {
  /** Of any number of certificates. */
  private static final int LONGEST = 500;

  private ActiveCertificate() {}

  /**
   * One line for the outcome; null where the answer shows no list of certificates.
   *
   * @param answer a success
   */
  static String told(Classified answer) {
    return ShownCertificate.of(ChangedObject.body(answer.response()))
        .map(shown -> told(answer, shown))
        .orElse(null);
  }

  private static String told(Classified answer, List<ShownCertificate> shown) {
    List<ShownCertificate> active = shown.stream().filter(ShownCertificate::active).toList();
    String told =
        active.isEmpty()
            ? "no certificate of the connector is active"
            : "the connector's active certificate is "
                + active.stream().map(ActiveCertificate::text).collect(Collectors.joining(", "));
    return PrintableText.line(told + sent(answer, shown), LONGEST);
  }

  /** What is to be said of the one that was sent, where another one is active. */
  private static String sent(Classified answer, List<ShownCertificate> shown) {
    String thumbprint = answer.due().thumbprint();
    Optional<ShownCertificate> sent =
        shown.stream()
            .filter(certificate -> certificate.thumbprint().equals(thumbprint))
            .filter(certificate -> !certificate.active())
            .findFirst();
    return sent.map(
            certificate ->
                "; the one that was sent, "
                    + certificate.thumbprint()
                    + (begins(certificate, answer.at())
                        ? ", is not valid before " + certificate.begin()
                        : ", is not"))
        .orElse("");
  }

  private static String text(ShownCertificate certificate) {
    return certificate.end() == null
        ? certificate.thumbprint()
        : certificate.thumbprint() + " (until " + certificate.end() + ")";
  }

  private static boolean begins(ShownCertificate certificate, Instant now) {
    return certificate.begin() != null && certificate.begin().isAfter(now);
  }
}
