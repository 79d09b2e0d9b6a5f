package io.connectorroutes.config;

/**
 * The clouds of {@code graph.cloud}: those of Microsoft's page "Microsoft Graph national cloud
 * deployments", and {@code custom}.
 */
public enum CloudName {
  GLOBAL("vault.azure.net"),
  US_GOV_L4("vault.usgovcloudapi.net"),
  US_GOV_L5("vault.usgovcloudapi.net"),
  CHINA("vault.azure.cn"),
  CUSTOM("vault.azure.net");

  private final String keyVaultDomain;

  CloudName(String keyVaultDomain) {
    this.keyVaultDomain = keyVaultDomain;
  }

  /**
   * The DNS suffix of the cloud's key vaults, by Microsoft's page "Azure Key Vault keys, secrets,
   * and certificates overview"; for {@code custom} the global cloud's.
   */
  public String keyVaultDomain() {
    return keyVaultDomain;
  }
}
