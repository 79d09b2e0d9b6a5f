package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.config.TenantSection;
import io.connectorroutes.graph.CredentialKind;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * All lines of a tenant: its token, a read for each permission, and the ends of certificates.
 *
 * @param permissions those that are needed
 * @param ledger knows of connectors that Graph's first page does not show
 */
record TenantChecks(
    Set<Permission> permissions,
    TokenCheck token,
    PermissionCheck permission,
    CertificateEnds certificates,
    CountedReads ledger,
    TimeLimit limit) {

  /**
   * The lines, also where the first one fails.
   *
   * @param settings of its credential, with its secrets
   */
  List<Check> of(TenantSection tenant, Supplier<CredentialSettings> settings)
      throws InterruptedException {
    String prefix = tenant.tenant().name() + ": ";
    String account = tenant.tenant().account();
    List<Check> checks = new ArrayList<>();
    String tokenName = prefix + "token";
    Check had = limit.within(tokenName, TokenCheck.REMEDY, () -> token.of(tokenName, account));
    checks.add(had);
    AtomicReference<GraphResponse> connectors = new AtomicReference<>();
    for (Permission needed : permissions) {
      String name = prefix + needed.text();
      checks.add(
          had.ok()
              ? limit.within(
                  name,
                  PermissionCheck.REMEDY,
                  () ->
                      permission.of(
                          name,
                          tenant.tenant(),
                          needed,
                          answer -> keep(needed, answer, connectors)))
              : Check.failed(
                  name, "not asked, since there is no token", "see " + tokenName + " first"));
    }
    if (tenant.credential() == CredentialKind.CLIENT_CERTIFICATE) {
      String name = prefix + "own certificate";
      checks.add(
          limit.within(name, TokenCheck.REMEDY, () -> certificates.ofApp(name, settings.get())));
    }
    GraphResponse list = connectors.get();
    if (list != null) {
      String name = prefix + "certificates";
      checks.add(
          limit.within(
              name,
              CertificateEnds.OF_CONNECTORS,
              () ->
                  certificates.ofConnectors(
                      name, list, before -> ledger.certificateEnds(account, before))));
    }
    return checks;
  }

  /** Of the other lists nothing more is asked. */
  private static void keep(
      Permission permission, GraphResponse answer, AtomicReference<GraphResponse> connectors) {
    if (permission == Permission.API_CONNECTORS) {
      connectors.set(answer);
    }
  }
}
