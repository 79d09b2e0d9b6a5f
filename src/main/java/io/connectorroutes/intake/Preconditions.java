package io.connectorroutes.intake;

import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.ClientCertificate;
import io.connectorroutes.text.NearestName;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a change that is valid by itself must pass here: tenant, cloud, secrets, certificate. */
final class Preconditions {
  private static final Logger LOG = LoggerFactory.getLogger(Preconditions.class);

  private final ChangeReader reader;
  private final Tenants tenants;
  private final Function<ConnectorChange, Optional<String>> cloudRule;
  private final SecretResolver secrets;
  private final CertificateCheck certificates;

  Preconditions(
      ChangeReader reader,
      Tenants tenants,
      Function<ConnectorChange, Optional<String>> cloudRule,
      SecretResolver secrets,
      CertificateCheck certificates) {
    this.reader = reader;
    this.tenants = tenants;
    this.cloudRule = cloudRule;
    this.secrets = secrets;
    this.certificates = certificates;
  }

  GraphTenant tenant(ConnectorChange change) throws Rejection {
    return tenant(change.tenant()).orElseThrow(() -> unknownTenant(change.tenant()));
  }

  /** The tenant of that alias; null for the default one. Empty where none is configured. */
  Optional<GraphTenant> tenant(String alias) {
    return tenants.find(alias);
  }

  private Rejection unknownTenant(String alias) {
    String fault =
        alias == null
            ? "tenant is missing, and no default tenant is configured: "
            : "tenant is not configured: " + nearest(alias) + "configure it, or ";
    return Rejection.of("tenant", "unknownTenant", fault + tenants.choices());
  }

  /** What was given is not repeated: it may be a password in the wrong column. */
  private String nearest(String alias) {
    return NearestName.of(alias, tenants.byAlias().keySet())
        .map(name -> "did you mean " + name + "? ")
        .orElse("");
  }

  /**
   * A change that is ready to be recorded.
   *
   * @param certificate the client certificate in it; null where there is none, or none that opens
   */
  record Admitted(ConnectorChange change, ClientCertificate certificate) {}

  /** The change, ready to be recorded. */
  Admitted admit(ConnectorChange change, String account, boolean fromQueue) throws Rejection {
    Optional<String> notOffered = cloudRule.apply(change);
    if (notOffered.isPresent()) {
      throw Rejection.of("operation", "notInThisCloud", notOffered.get());
    }
    if (!SecretResolver.hasReference(change)) {
      return checkCertificate(change);
    }
    ConnectorChange resolved = secrets.resolve(change, account, fromQueue);
    checkAgain(resolved);
    return checkCertificate(resolved);
  }

  /** A secret that was fetched can be empty or masked as well. */
  private void checkAgain(ConnectorChange change) throws Rejection {
    ChangeReader.Read read =
        reader.read(RowReader.readMessage(ChangeJson.write(change)).fields(), change.changeId());
    if (read.change() == null) {
      throw Rejection.invalid(read.problems());
    }
  }

  private Admitted checkCertificate(ConnectorChange change) throws Rejection {
    CertificateCheck.Result result = certificates.check(change);
    for (String warning : result.warnings()) {
      LOG.warn("change {}: {}", change.changeId(), warning);
    }
    if (!result.faults().isEmpty()) {
      throw Rejection.of(result.field(), "certificate", String.join("; ", result.faults()));
    }
    return new Admitted(result.change(), result.certificate());
  }
}
