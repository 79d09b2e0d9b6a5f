package io.connectorroutes.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.CertificateSettings.Check;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Effect;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the certificate of a change before Microsoft Graph does. */
public final class CertificateCheck {
  private static final String VALUE = "pkcs12Value";
  private static final String PASSWORD = "password";
  private static final String AUTHENTICATION = "authenticationConfiguration";

  private final CertificateSettings settings;
  private final Clock clock;

  /** A check that takes certificates as valid or not by the given clock. */
  public CertificateCheck(CertificateSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What came of the look.
   *
   * @param change with the certificate written anew where that was needed
   * @param field dotted path of the certificate; null where the change has none
   * @param certificate what is to be kept of it; null where there is none, or none that opens
   * @param faults why the change is to be rejected, one line each
   * @param warnings for the log, one line each
   */
  public record Result(
      ConnectorChange change,
      String field,
      ClientCertificate certificate,
      List<String> faults,
      List<String> warnings) {}

  /**
   * Looks at the certificate in a change.
   *
   * @param change with every secret
   * @param known thumbprint of the certificate that was looked at before, whose time is not asked
   *     for once more; null for none
   */
  public Result check(ConnectorChange change, String known) {
    String holder = holder(change.properties());
    return holder == null
        ? new Result(change, null, null, List.of(), List.of())
        : new Look(change, holder, known).result();
  }

  /** The client certificate in a change; empty where it has none, or one that does not open. */
  public static Optional<ClientCertificate> certificateOf(ConnectorChange change) {
    String holder = holder(change.properties());
    if (holder == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(facts(open(at(change.properties(), holder))));
    } catch (Pkcs12Exception e) {
      return Optional.empty();
    }
  }

  private static ObjectNode at(ObjectNode properties, String holder) {
    return holder.isEmpty() ? properties : (ObjectNode) properties.get(holder);
  }

  private static Pkcs12 open(ObjectNode holder) throws Pkcs12Exception {
    return Pkcs12.open(holder.path(VALUE).asText(), holder.path(PASSWORD).asText());
  }

  private static ClientCertificate facts(Pkcs12 file) {
    return new ClientCertificate(file.thumbprint(), file.certificate().getNotAfter().toInstant());
  }

  /** The name of the object below the properties that holds the certificate; empty for itself. */
  private static String holder(ObjectNode properties) {
    if (properties.has(VALUE)) {
      return "";
    }
    return properties.path(AUTHENTICATION).has(VALUE) ? AUTHENTICATION : null;
  }

  /** One look at one certificate. */
  private final class Look {
    private final ConnectorChange change;
    private final String holder;
    private final String known;
    private final String field;
    private ClientCertificate certificate;
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Look(ConnectorChange change, String holder, String known) {
      this.change = change;
      this.holder = holder;
      this.known = known;
      this.field = "properties." + (holder.isEmpty() ? "" : holder + ".") + VALUE;
    }

    Result result() {
      if (settings.check() == Check.OFF) {
        ClientCertificate kept = certificateOf(change).orElse(null);
        return new Result(change, field, kept, List.of(), List.of());
      }
      ConnectorChange looked = look();
      if (settings.check() == Check.WARN) {
        warnings.addAll(0, faults);
        faults.clear();
      }
      return new Result(looked, field, certificate, faults, warnings);
    }

    private ConnectorChange look() {
      try {
        Pkcs12 file = open(at(change.properties(), holder));
        certificate = facts(file);
        if (!certificate.thumbprint().equals(known)) {
          validity(file.certificate());
        }
        file.keyFault().ifPresent(fault -> faults.add(field + " " + fault));
        return file.isAesProtected() ? aes(file) : change;
      } catch (Pkcs12Exception e) {
        faults.add(field + " " + e.getMessage());
        return change;
      }
    }

    private void validity(X509Certificate certificate) {
      Instant now = clock.instant();
      Instant end = certificate.getNotAfter().toInstant();
      Instant begin = certificate.getNotBefore().toInstant();
      if (end.isBefore(now)) {
        faults.add(field + " holds a certificate that ended at " + end + ": give a valid one");
      } else if (end.isBefore(now.plus(settings.warn()))) {
        warnings.add(field + " holds a certificate that ends at " + end + ": renew it soon");
      }
      if (begin.isAfter(now)) {
        // An additional certificate may wait for its time; the only one must work at once.
        boolean added = change.operation().effect() == Effect.APPEND;
        (added ? warnings : faults)
            .add(field + " holds a certificate that is not valid before " + begin);
      }
    }

    private ConnectorChange aes(Pkcs12 file) {
      if (!settings.repack()) {
        faults.add(
            field
                + " is protected with AES, which Microsoft Graph is reported to refuse: export it"
                + " with Triple DES and SHA-1, or set certificates.repack=true");
        return change;
      }
      ObjectNode properties = change.properties().deepCopy();
      ObjectNode copy = at(properties, holder);
      copy.put(VALUE, file.repacked(copy.path(PASSWORD).asText()));
      return change.withProperties(properties);
    }
  }
}
