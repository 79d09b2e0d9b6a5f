package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.CloudEvent;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.VaultUnreachableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Makes of a message a change that is sent at once and recorded nowhere, under the rules for
 * messages of a queue; it needs no id. Safe for use by many threads.
 */
public final class ImmediateChanges {
  private final ChangeReader reader;
  private final Preconditions preconditions;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(ImmediateChanges.class));

  /**
   * Changes for these tenants.
   *
   * @param reader checks messages; may be shared
   * @param tenants the configured ones
   * @param cloudRule why the cloud does not offer what a change needs, as one line; empty where it
   *     does
   * @param secrets reads what references stand for
   * @param certificates looks at certificates
   */
  public ImmediateChanges(
      ChangeReader reader,
      ConfiguredTenants tenants,
      Function<ConnectorChange, Optional<String>> cloudRule,
      ReferencedSecrets secrets,
      CertificateCheck certificates) {
    this.reader = reader;
    this.preconditions =
        new Preconditions(
            reader,
            tenants,
            cloudRule,
            new ChangeReferences(
                secrets,
                (changeId, account, referring, field) ->
                    EarlierSecret.none(EarlierSecret.Found.NO_LEDGER)),
            secrets,
            certificates);
  }

  /**
   * A change, or why there is none.
   *
   * @param change with every secret; null where there is a problem
   * @param tenant that it is for; null where there is a problem
   * @param certificate the client certificate in it; null where there is none, or none that opens
   * @param problem null where there is a change
   */
  public record Read(
      ConnectorChange change, GraphTenant tenant, ClientCertificate certificate, Problem problem) {
    static Read of(Problem problem) {
      return new Read(null, null, null, problem);
    }
  }

  /**
   * Reads and checks a message.
   *
   * @param message one change, or a CloudEvent whose data is one
   * @param otherwise what it is called in the log where it has no id
   * @param onlyTenant name of the tenant that it has to be for ({@link GraphTenant#name}); null for
   *     any
   * @throws VaultUnreachableException where nothing but that a vault cannot be reached is amiss
   */
  public Read read(byte[] message, String otherwise, String onlyTenant)
      throws VaultUnreachableException {
    try {
      ConnectorChange change = change(message, otherwise, onlyTenant);
      GraphTenant tenant = preconditions.tenant(change);
      CertificateCheck.Result checked = preconditions.complete(change, tenant.account());
      return new Read(checked.change(), tenant, checked.certificate(), null);
    } catch (Rejection e) {
      return Read.of(e.problem());
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("a change that was to be sent at once", e);
      return Read.of(InternalErrors.problem(e));
    }
  }

  private ConnectorChange change(byte[] message, String otherwise, String onlyTenant)
      throws Rejection {
    Optional<String> tooLong = Receiver.tooLong(message);
    if (tooLong.isPresent()) {
      throw Rejection.unreadable(new FieldProblem(null, tooLong.get()));
    }
    ReadRow row = CloudEvent.of(RowReader.readMessage(message)).data();
    if (row.fields() == null) {
      throw Rejection.unreadable(row.problem());
    }
    if (row.problem() != null) {
      throw Rejection.invalid(List.of(row.problem()));
    }
    ObjectNode fields = new OnlyTenant(onlyTenant).in(row.fields());
    ChangeReader.Read read = reader.read(fields, otherwise);
    if (read.change() == null) {
      throw Rejection.invalid(read.problems());
    }
    requireNoLedger(read.change());
    return read.change();
  }

  /** What only a ledger can keep to must not be dropped in silence. */
  private static void requireNoLedger(ConnectorChange change) throws Rejection {
    if (change.revision() != null) {
      throw needsLedger("revision");
    }
    if (change.notBefore() != null) {
      throw needsLedger("notBefore");
    }
  }

  private static Rejection needsLedger(String field) {
    return Rejection.of(
        field,
        "needsLedger",
        field
            + " is kept to by the ledger alone, and a change that is sent at once has none: leave"
            + " it out, or record the change");
  }
}
