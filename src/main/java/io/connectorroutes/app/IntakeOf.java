package io.connectorroutes.app;

import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.intake.CertificateCheck;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.intake.SecretResolver;
import io.connectorroutes.intake.Tenants;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.secret.KeyVault;
import io.connectorroutes.secret.SecretFiles;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What package {@code intake} needs of the configuration. */
final class IntakeOf {
  private final Configuration configuration;
  private final Ledger ledger;
  private final GraphRequests requests;
  private final List<GraphTenant> tenants;

  IntakeOf(
      Configuration configuration,
      Ledger ledger,
      GraphRequests requests,
      List<GraphTenant> tenants) {
    this.configuration = configuration;
    this.ledger = ledger;
    this.requests = requests;
    this.tenants = tenants;
  }

  Receiver receiver(KeyVault keyVault) {
    SecretPolicy policy = new SecretPolicy(configuration.secretsAllow());
    SecretFiles files = new SecretFiles(configuration.home(), policy, configuration.ownFolders());
    SecretSource source = new SecretSource(files, System::getenv, keyVault);
    SecretResolver secrets = new SecretResolver(policy, source, ledger.recorder()::secretOf);
    return new Receiver(
        new ChangeReader(),
        tenantsByAlias(),
        requests::unsupported,
        secrets,
        new CertificateCheck(configuration.certificates(), ledger.clock()));
  }

  private Tenants tenantsByAlias() {
    GraphTenant byDefault = null;
    Map<String, GraphTenant> byAlias = new LinkedHashMap<>();
    for (GraphTenant tenant : tenants) {
      if (tenant.alias() == null) {
        byDefault = tenant;
      } else {
        byAlias.put(tenant.alias(), tenant);
      }
    }
    return new Tenants(byDefault, byAlias);
  }
}
