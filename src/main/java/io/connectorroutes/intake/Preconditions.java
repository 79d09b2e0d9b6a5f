package io.connectorroutes.intake;

import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.VaultUnreachableException;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a change that is valid by itself must pass here: tenant, cloud, secrets, certificate. */
final class Preconditions {
  private static final Logger LOG = LoggerFactory.getLogger(Preconditions.class);

  private final ChangeReader reader;
  private final ConfiguredTenants tenants;
  private final Function<ConnectorChange, Optional<String>> cloudRule;
  private final ChangeReferences changeReferences;
  private final ReferencedSecrets secrets;
  private final CertificateCheck certificates;

  Preconditions(
      ChangeReader reader,
      ConfiguredTenants tenants,
      Function<ConnectorChange, Optional<String>> cloudRule,
      ChangeReferences changeReferences,
      ReferencedSecrets secrets,
      CertificateCheck certificates) {
    this.reader = reader;
    this.tenants = tenants;
    this.cloudRule = cloudRule;
    this.changeReferences = changeReferences;
    this.secrets = secrets;
    this.certificates = certificates;
  }

  GraphTenant tenant(ConnectorChange change) throws Rejection {
    return tenant(change.tenant()).orElseThrow(() -> unknownTenant(change.tenant()));
  }

  /** The tenant of that alias; null for the default one. Empty where none is configured. */
  Optional<GraphTenant> tenant(String alias) {
    return tenants.withAlias(alias);
  }

  private Rejection unknownTenant(String alias) {
    String fault =
        alias == null
            ? "tenant is missing, and no default tenant is configured: "
            : "tenant is not configured: " + nearest(alias) + "configure it, or ";
    return Rejection.of("tenant", Problem.UNKNOWN_TENANT, fault + choices());
  }

  /** What a sender may do instead. */
  private String choices() {
    List<String> aliases = tenants.aliases();
    if (aliases.isEmpty()) {
      return "leave it out for the default tenant, the only one";
    }
    String given = "give " + ConfiguredTenants.oneOf(aliases);
    return tenants.withAlias(null).isEmpty()
        ? given
        : given + ", or leave it out for the default tenant";
  }

  /** What was given is not repeated: it may be a password in the wrong column. */
  private String nearest(String alias) {
    return NearestName.of(alias, tenants.aliases())
        .map(name -> "did you mean " + name + "? ")
        .orElse("");
  }

  /**
   * A change that is ready to be recorded.
   *
   * @param recorded what is kept of it: what earlier changes hold is copied, other references stand
   *     in it as they are
   * @param compared the same, its certificate not written anew
   * @param resolved the same with every secret; null where a vault could not be reached
   * @param certificate the client certificate in it; null where there is none, or none that opens
   */
  record Passed(
      ConnectorChange recorded,
      ConnectorChange compared,
      ConnectorChange resolved,
      ClientCertificate certificate) {}

  /** The change, ready to be recorded. */
  Passed check(ConnectorChange change, String account, boolean fromQueue) throws Rejection {
    requireOffered(change);
    ConnectorChange followed = changeReferences.follow(change, account, fromQueue);
    if (ReferencedSecrets.isIn(followed)) {
      return checkReferring(followed);
    }
    if (ReferencedSecrets.isIn(change)) {
      checkAgain(followed);
    }
    CertificateCheck.Result checked = checkCertificate(followed);
    return new Passed(checked.change(), followed, followed, checked.certificate());
  }

  /**
   * A change that is sent at once and kept nowhere: with every secret, its certificate looked at.
   *
   * @throws VaultUnreachableException where nothing but that a vault cannot be reached is amiss
   */
  CertificateCheck.Result complete(ConnectorChange change, String account)
      throws Rejection, VaultUnreachableException {
    requireOffered(change);
    ConnectorChange followed = changeReferences.follow(change, account, false);
    return checkCertificate(ReferencedSecrets.isIn(followed) ? resolve(followed) : followed);
  }

  private void requireOffered(ConnectorChange change) throws Rejection {
    Optional<String> notOffered = cloudRule.apply(change);
    if (notOffered.isPresent()) {
      throw Rejection.of("operation", "notInThisCloud", notOffered.get());
    }
  }

  /** Its secrets are read to be checked, and again when it is sent: what is kept refers to them. */
  private Passed checkReferring(ConnectorChange change) throws Rejection {
    try {
      ConnectorChange resolved = resolve(change);
      return new Passed(change, change, resolved, checkCertificate(resolved).certificate());
    } catch (VaultUnreachableException e) {
      LOG.debug("change {} is checked when it is sent: {}", change.changeId(), e.getMessage());
      return new Passed(change, change, null, null);
    }
  }

  private ConnectorChange resolve(ConnectorChange change)
      throws Rejection, VaultUnreachableException {
    ConnectorChange resolved;
    try {
      resolved = secrets.resolve(change);
    } catch (VaultUnreachableException e) {
      throw e;
    } catch (SecretException e) {
      throw Rejection.ofSecret(change, e.field(), e.getMessage());
    }
    checkAgain(resolved);
    return resolved;
  }

  /** A secret that was fetched can be empty or masked as well. */
  private void checkAgain(ConnectorChange change) throws Rejection {
    List<FieldProblem> problems = reader.problems(change);
    if (!problems.isEmpty()) {
      throw Rejection.invalid(problems);
    }
  }

  private CertificateCheck.Result checkCertificate(ConnectorChange change) throws Rejection {
    CertificateCheck.Result result = certificates.check(change, null);
    for (String warning : result.warnings()) {
      LOG.warn("change {}: {}", change.changeId(), PrintableText.text(warning));
    }
    if (!result.faults().isEmpty()) {
      throw Rejection.of(result.field(), "certificate", String.join("; ", result.faults()));
    }
    return result;
  }
}
