package io.connectorroutes.testing;

import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.certificate.CertificateSettings.Check;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.intake.ChangeReferences;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretFiles;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Receivers for tests of what stands around them. */
public final class Receivers {
  private Receivers() {}

  /**
   * A receiver of changes for one tenant, the default one; it allows no reference to a secret.
   *
   * @param home an empty folder
   */
  public static Receiver ofPlainChanges(Path home) {
    SecretPolicy policy = new SecretPolicy(List.of());
    ReferencedSecrets secrets =
        new ReferencedSecrets(
            policy,
            new SecretSource(
                new SecretFiles(home, policy, List.of(), List.of()),
                variable -> null,
                secret -> {
                  throw new IllegalStateException("no key vault in tests");
                }));
    return new Receiver(
        new ChangeReader(),
        new ConfiguredTenants(List.of(new GraphTenant(null, "contoso", "app"))),
        change -> Optional.empty(),
        new ChangeReferences(
            secrets,
            (id, account, referring, field) -> {
              throw new IllegalStateException("no earlier change in tests");
            }),
        secrets,
        new CertificateCheck(
            new CertificateSettings(Check.OFF, false, Duration.ofDays(30)), Clock.systemUTC()));
  }
}
