package io.connectorroutes.config;

import java.util.Set;

/**
 * The clouds of {@code graph.cloud}: those of Microsoft's page "Microsoft Graph national cloud
 * deployments", and {@code custom}.
 */
public enum CloudName {
  GLOBAL(
      "vault.azure.net",
      "servicebus.windows.net",
      "postgres.database.azure.com",
      "https://ossrdbms-aad.database.windows.net/.default"),
  US_GOV_L4(
      "vault.usgovcloudapi.net",
      "servicebus.usgovcloudapi.net",
      "postgres.database.usgovcloudapi.net",
      "https://ossrdbms-aad.database.usgovcloudapi.net/.default"),
  US_GOV_L5(
      "vault.usgovcloudapi.net",
      "servicebus.usgovcloudapi.net",
      "postgres.database.usgovcloudapi.net",
      "https://ossrdbms-aad.database.usgovcloudapi.net/.default"),
  CHINA(
      "vault.azure.cn",
      "servicebus.chinacloudapi.cn",
      "postgres.database.chinacloudapi.cn",
      "https://ossrdbms-aad.database.chinacloudapi.cn/.default"),
  CUSTOM("vault.azure.net", null, null, "https://ossrdbms-aad.database.windows.net/.default");

  /** In every cloud the same, as Microsoft's own clients ask for it. */
  static final String SERVICE_BUS_SCOPE = "https://servicebus.azure.net/.default";

  private final String keyVaultDomain;
  private final String messagingDomain;
  private final String postgresDomain;
  private final String postgresScope;

  CloudName(
      String keyVaultDomain, String messagingDomain, String postgresDomain, String postgresScope) {
    this.keyVaultDomain = keyVaultDomain;
    this.messagingDomain = messagingDomain;
    this.postgresDomain = postgresDomain;
    this.postgresScope = postgresScope;
  }

  /**
   * The DNS suffix of the cloud's key vaults, by Microsoft's page "Azure Key Vault keys, secrets,
   * and certificates overview"; for {@code custom} the global cloud's.
   */
  public String keyVaultDomain() {
    return keyVaultDomain;
  }

  /**
   * The hosts that its token authority goes by, in lower case, as that one's own discovery lists
   * them; for {@code custom} those of the global cloud.
   */
  public Set<String> authorityHosts() {
    return switch (this) {
      case GLOBAL, CUSTOM ->
          Set.of(
              "login.microsoftonline.com",
              "login.windows.net",
              "login.microsoft.com",
              "sts.windows.net");
      case US_GOV_L4, US_GOV_L5 -> Set.of("login.microsoftonline.us", "login.usgovcloudapi.net");
      case CHINA -> Set.of("login.partner.microsoftonline.cn", "login.chinacloudapi.cn");
    };
  }

  /**
   * The DNS suffix of Service Bus and Event Hubs, by Microsoft's page "Azure Service Bus REST API";
   * null for {@code custom}, of which none is named.
   */
  String messagingDomain() {
    return messagingDomain;
  }

  /**
   * The DNS suffix of Azure Database for PostgreSQL, by Microsoft's pages "Compare Azure Government
   * and global Azure" and "Azure Private Endpoint private DNS zone values"; null for {@code
   * custom}, of which none is named.
   */
  String postgresDomain() {
    return postgresDomain;
  }

  /** What its tokens are for, by Azure CLI's table of clouds; for {@code custom} the global one. */
  String postgresScope() {
    return postgresScope;
  }
}
