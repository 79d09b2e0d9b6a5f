package io.connectorroutes.e2e;

import io.connectorroutes.testing.TokenAuthority;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whom the product works for: one tenant without a login, or several with tokens of their own. */
final class Tenancy implements AutoCloseable {
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";

  private final List<String> tenants;
  private final List<String> settings;
  private final String javaOptions;
  private final TokenAuthority authority;
  private final List<String> sandboxOptions;

  private Tenancy(
      List<String> tenants,
      List<String> settings,
      String javaOptions,
      TokenAuthority authority,
      List<String> sandboxOptions) {
    this.tenants = tenants;
    this.settings = settings;
    this.javaOptions = javaOptions;
    this.authority = authority;
    this.sandboxOptions = sandboxOptions;
  }

  /** The default tenant alone. */
  static Tenancy single() {
    return new Tenancy(List.of("default"), List.of(), "", null, List.of());
  }

  /** Tenants whose aliases are these and whose ids are {@link #idOf}; the first is the default. */
  static Tenancy of(Path folder, List<String> tenants) throws Exception {
    Path keys = TokenAuthority.keyStore(folder, "authority");
    TokenAuthority authority = new TokenAuthority(keys);
    authority.webTokens = true;
    List<String> settings =
        new ArrayList<>(
            List.of(
                "graph.credential=client-secret",
                "graph.client-secret=env:CLIENT_SECRET",
                "graph.authority=" + authority.uri(),
                "graph.client-id=" + CLIENT,
                "graph.tenant-id=" + idOf(tenants.get(0))));
    tenants.stream()
        .skip(1)
        .forEach(alias -> settings.add("graph.tenants." + alias + ".tenant-id=" + idOf(alias)));
    String trust =
        " -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(keys, TokenAuthority.STORE_PASSWORD);
    return new Tenancy(
        List.copyOf(tenants),
        List.copyOf(settings),
        trust,
        authority,
        List.of("--key-store", keys.toString()));
  }

  /** What the sandbox knows a tenant by. */
  static String idOf(String tenant) {
    return tenant.equals("default") ? "default" : tenant + ".example";
  }

  /** The field of a change that names its tenant; empty for the default one. */
  String field(String tenant) {
    return tenant.equals(tenants.get(0)) ? "" : "\"tenant\":\"" + tenant + "\",";
  }

  List<String> tenants() {
    return tenants;
  }

  List<String> settings() {
    return settings;
  }

  /** How the sandbox is to be started: tokens go over https alone. */
  List<String> sandboxOptions() {
    return sandboxOptions;
  }

  /** Trusts that sandbox. */
  HttpClient client() {
    HttpClient.Builder client = HttpClient.newBuilder();
    return (authority == null ? client : client.sslContext(authority.tls())).build();
  }

  String javaOptions() {
    return javaOptions;
  }

  @Override
  public void close() {
    if (authority != null) {
      authority.close();
    }
  }
}
