package io.connectorroutes.config;

import java.util.Set;

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
}
