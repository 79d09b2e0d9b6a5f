package io.connectorroutes.graph;

import java.util.Locale;

/**
 * A configured tenant.
 *
 * @param alias null for the default tenant
 * @param tenantId the directory's id or domain; may be null with credential {@code none}
 * @param clientId the app's id; may be null with credential {@code none} and {@code default}
 */
public record GraphTenant(String alias, String tenantId, String clientId) {

  /** What a tenant without an alias is called; no alias may be that. */
  public static final String DEFAULT = "default";

  /**
   * What a tenant is called in messages.
   *
   * @param alias null for the default tenant
   */
  public static String nameOf(String alias) {
    return alias == null ? DEFAULT : alias;
  }

  /** What it is called in messages. */
  public String name() {
    return nameOf(alias);
  }

  /** The key of budget, pause and lines: tenant id and client id, whatever the alias. */
  public String account() {
    return (tenantId == null ? "-" : tenantId.toLowerCase(Locale.ROOT))
        + "/"
        + (clientId == null ? "-" : clientId.toLowerCase(Locale.ROOT));
  }
}
