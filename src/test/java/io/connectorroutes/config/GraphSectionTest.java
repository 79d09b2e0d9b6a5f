package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphSectionTest {
  @TempDir Path home;

  private GraphSection read(String... properties) {
    return read(Map.of(), properties);
  }

  private GraphSection read(Map<String, String> environment, String... properties) {
    return new ConfigurationReader(null, environment, cloud -> null)
        .read(home, List.of(properties))
        .graph();
  }

  private void assertRefused(String message, String... properties) {
    assertThatThrownBy(() -> read(properties))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void customNeedsEndpointAndAuthorityAndOnlyCustomHasThem() {
    assertRefused("graph.endpoint is missing", "graph.cloud=custom");
    assertRefused(
        "graph.authority is missing", "graph.cloud=custom", "graph.endpoint=https://g.example");
    assertRefused("graph.cloud=custom only", "graph.endpoint=https://g.example");
    assertRefused("graph.cloud=custom only", "graph.authority=https://l.example");

    GraphSection graph =
        read(
            "graph.cloud=custom",
            "graph.endpoint=https://g.example:8443/",
            "graph.authority=https://l.example");
    assertThat(graph.endpoint()).isEqualTo(URI.create("https://g.example:8443"));
    assertThat(graph.authority()).isEqualTo(URI.create("https://l.example"));
  }

  @Test
  void noAliasIsCalledDefault() {
    assertRefused("no alias may be default", "graph.tenants.default.tenant-id=t");
  }

  @Test
  void httpIsForThisMachineOnly() {
    String authority = "graph.authority=https://l.example";
    for (String host : List.of("127.0.0.1:80", "localhost:80", "[::1]:80", "127.3.2.1")) {
      String endpoint = "graph.endpoint=http://" + host;
      assertThat(read("graph.cloud=custom", endpoint, "graph.credential=none").endpoint())
          .isEqualTo(URI.create("http://" + host));
      assertRefused(
          "graph.endpoint is http, and a token would leave in clear",
          "graph.cloud=custom",
          authority,
          endpoint);
    }
    for (String host :
        List.of("g.example", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.1")) {
      assertRefused(
          "http only for this machine",
          "graph.cloud=custom",
          authority,
          "graph.endpoint=http://" + host);
    }
    assertRefused(
        "graph.endpoint (from --property) must be a root URL",
        "graph.cloud=custom",
        authority,
        "graph.endpoint=https://g.example/v1.0");
    assertRefused(
        "graph.authority (from --property) must be an https URL",
        "graph.cloud=custom",
        "graph.authority=http://l.example",
        "graph.endpoint=https://g.example");
  }

  @Test
  void noCredentialIsForThisMachineOnly() {
    assertThat(
            read("graph.cloud=custom", "graph.endpoint=http://127.0.0.1:1", "graph.credential=none")
                .authority())
        .isNull();
    assertRefused(
        "the credential none is only for a graph.endpoint on this machine",
        "graph.cloud=custom",
        "graph.endpoint=https://g.example",
        "graph.credential=none");
    assertRefused("the credential none is only", "graph.credential=none");
  }

  @Test
  void credentialsNeedTheirCompanions() {
    assertRefused(
        "graph.tenant-id is missing: the credential client-secret needs it",
        "graph.credential=client-secret");
    assertRefused(
        "graph.client-id is missing", "graph.credential=client-secret", "graph.tenant-id=t");
    assertRefused(
        "graph.client-secret is missing",
        "graph.credential=client-secret",
        "graph.tenant-id=t",
        "graph.client-id=c");
    assertRefused(
        "graph.client-certificate is missing",
        "graph.credential=client-certificate",
        "graph.tenant-id=t",
        "graph.client-id=c");
    assertRefused(
        "graph.tenants.contoso.client-certificate is missing",
        "graph.tenants.contoso.credential=client-certificate",
        "graph.tenants.contoso.tenant-id=t",
        "graph.tenants.contoso.client-id=c");
    assertThat(read("graph.credential=managed-identity").tenants()).hasSize(1);
    assertThat(
            read(
                    "graph.credential=client-certificate",
                    "graph.tenant-id=t",
                    "graph.client-id=c",
                    "graph.client-certificate=app.pem")
                .tenants()
                .get(0)
                .clientCertificate()
                .reveal())
        .isEqualTo(home.resolve("app.pem").toString());
  }

  @Test
  void theCertificateOfAnAppIsAPathOrItself() throws Exception {
    String base64 = "MIIJ" + "AbC+/".repeat(60) + "==";
    String pem = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----";
    assertThat(certificate("secrets/app.pfx")).isEqualTo(home.resolve("secrets/app.pfx") + "");
    assertThat(certificate("file:secrets/../app.pem")).isEqualTo(home.resolve("app.pem") + "");
    assertThat(certificate("/etc/app.pem")).isEqualTo("/etc/app.pem");
    assertThat(certificate(base64)).isEqualTo(base64);
    assertThat(certificate(pem)).isEqualTo(pem);
    assertThat(certificate("env:APP", "APP", base64)).isEqualTo(base64);
    assertThat(certificate("env:APP", "APP", "app.pem")).isEqualTo(home.resolve("app.pem") + "");
  }

  @Test
  void aDamagedCertificateIsNotShownAsTheNameOfAFile() {
    for (String damaged : List.of("MIIJ" + "canary?/".repeat(300), "MIIJcanary\nMIIJ")) {
      assertThatThrownBy(() -> certificate("env:APP", "APP", damaged))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("graph.client-certificate")
          .hasMessageContaining("must be PEM, a PFX in base64, or the path of a file with either")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void theCertificateItselfOnTheCommandLineIsWarnedOfAndAPathIsNot() {
    String key = "graph.tenants.north.client-certificate=";
    assertThat(warnings(key + "secrets/app.pfx")).isEmpty();
    assertThat(warnings(key + "env:APP_CERTIFICATE")).isEmpty();
    assertThat(warnings(key + "MIIJ" + "AbC+/".repeat(60)))
        .singleElement()
        .asString()
        .contains("graph.tenants.north.client-certificate is given on the command line")
        .doesNotContain("MIIJ");
  }

  private List<String> warnings(String property) {
    return new ConfigurationReader(null, Map.of(), cloud -> null)
        .read(home, List.of(property, "graph.tenants.north.tenant-id=n"))
        .warnings();
  }

  private String certificate(String given) {
    return certificate(given, "UNUSED", "");
  }

  private String certificate(String given, String variable, String value) {
    return read(
            Map.of(variable, value),
            "graph.credential=client-certificate",
            "graph.tenant-id=t",
            "graph.client-id=c",
            "graph.client-certificate=" + given)
        .tenants()
        .get(0)
        .clientCertificate()
        .reveal();
  }

  @Test
  void furtherTenantsInheritWhatTheyDoNotSet() {
    GraphSection graph =
        read(
            "graph.credential=client-secret",
            "graph.tenant-id=t0",
            "graph.client-id=c0",
            "graph.client-secret=s0",
            "graph.tenants.a-1.tenant-id=t1",
            "graph.tenants.b.tenant-id=t2",
            "graph.tenants.b.client-secret=s2",
            "graph.tenants.b.client-id=c2");

    assertThat(graph.tenants())
        .extracting(
            TenantSection::alias,
            TenantSection::tenantId,
            TenantSection::clientId,
            tenant -> tenant.clientSecret().reveal())
        .containsExactly(
            tuple(null, "t0", "c0", "s0"),
            tuple("a-1", "t1", "c0", "s0"),
            tuple("b", "t2", "c2", "s2"));
  }

  @Test
  void anAppSharedByFurtherTenantsAloneMakesNoDefaultTenant() {
    GraphSection graph =
        read(
            "graph.credential=client-secret",
            "graph.client-id=c0",
            "graph.client-secret=s0",
            "graph.tenants.a.tenant-id=t1");

    assertThat(graph.tenants()).extracting(TenantSection::alias).containsExactly("a");
  }

  @Test
  void theEnvironmentSetsFurtherTenantsToo() {
    GraphSection graph =
        read(
            Map.of(
                "GRAPH_TENANTS_NORTH_EAST_TENANT_ID", "t1",
                "GRAPH_TENANTS_NORTH_EAST_CLIENT_SECRET", "s1",
                "GRAPH_TENANTS_NORTH_EAST_COLOUR", "red"),
            "graph.tenants.north-east.client-id=c1");

    TenantSection tenant = graph.tenants().get(1);
    assertThat(tenant.alias()).isEqualTo("north-east");
    assertThat(tenant.tenantId()).isEqualTo("t1");
    assertThat(tenant.clientId()).isEqualTo("c1");
    assertThat(tenant.clientSecret().reveal()).isEqualTo("s1");
  }

  @Test
  void twoAliasesOfOneAccountStopTheStart() {
    assertRefused(
        "the tenant a and the tenant b have the same tenant id and client id",
        "graph.tenant-id=t0",
        "graph.tenants.a.tenant-id=T1",
        "graph.tenants.b.tenant-id=t1");
    assertRefused(
        "the default tenant and the tenant a have the same tenant id and client id",
        "graph.tenant-id=t0",
        "graph.tenants.a.credential=managed-identity");
  }

  @Test
  void tenantKeysAreCheckedByName() {
    assertRefused("did you mean graph.tenants.a.tenant-id?", "graph.tenants.a.tenantid=t");
    assertRefused("write graph.tenants.ALIAS.KEY", "graph.tenants.Contoso.tenant-id=t");
    assertRefused("is not a key", "graph.tenants.a.budget=1/1m");
  }
}
