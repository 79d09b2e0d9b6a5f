package io.connectorroutes.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The configured tenants, by alias and by account: what they are called, and what is not configured
 * any more.
 */
public final class ConfiguredTenants {
  /** Who mistyped an alias is told no more of them. */
  private static final int MOST_NAMED = 5;

  private final List<GraphTenant> tenants;
  private final Map<String, GraphTenant> byAccount;

  /** The default tenant under null. */
  private final Map<String, GraphTenant> byAlias = new HashMap<>();

  /**
   * Knows these.
   *
   * @param tenants of accounts that differ; at most one of them has no alias
   */
  public ConfiguredTenants(List<GraphTenant> tenants) {
    this.tenants = List.copyOf(tenants);
    this.byAccount =
        tenants.stream().collect(Collectors.toMap(GraphTenant::account, Function.identity()));
    tenants.forEach(tenant -> byAlias.put(tenant.alias(), tenant));
  }

  /** All of them, in the order of the configuration. */
  public List<GraphTenant> all() {
    return tenants;
  }

  /**
   * The tenant of an alias; empty where there is none.
   *
   * @param alias null for the default tenant
   */
  public Optional<GraphTenant> withAlias(String alias) {
    return Optional.ofNullable(byAlias.get(alias));
  }

  /** The aliases, in alphabetical order. */
  public List<String> aliases() {
    return byAlias.keySet().stream().filter(Objects::nonNull).sorted().toList();
  }

  /**
   * Of which tenants one may be given, to follow "give": a few by their names, many by their
   * number.
   *
   * @param names at least one
   */
  public static String oneOf(List<String> names) {
    return "one of "
        + (names.size() <= MOST_NAMED
            ? String.join(", ", names)
            : names.size() + " that are configured");
  }

  /** Their accounts. */
  public Set<String> accounts() {
    return byAccount.keySet();
  }

  /**
   * What an account is called in messages.
   *
   * @param account where it is not a configured one, its tenant id is given
   */
  public String nameOf(String account) {
    GraphTenant tenant = byAccount.get(account);
    return tenant == null ? tenantId(account) : tenant.name();
  }

  /**
   * Why an account is not configured.
   *
   * @param account tenant id and client id
   * @param alias what its tenant was called; null for the default one
   * @return one line that names the alias and the keys, without a client id; empty where it is
   *     configured
   */
  public Optional<String> missing(String account, String alias) {
    if (byAccount.containsKey(account)) {
      return Optional.empty();
    }
    String name = GraphTenant.nameOf(alias);
    String keys = alias == null ? "graph." : "graph.tenants." + alias + ".";
    return Optional.of(
        withAlias(alias)
            .map(
                tenant ->
                    "%s%s of tenant %s is not the one that its waiting changes are for (%s): set it back, and they go on"
                        .formatted(keys, changedKey(account, tenant), name, tenantId(account)))
            .orElse(
                "tenant %s (%s) is not configured any more: set %stenant-id and %sclient-id again, and its waiting changes go on"
                    .formatted(name, tenantId(account), keys, keys)));
  }

  private static String changedKey(String account, GraphTenant now) {
    return tenantId(account).equals(tenantId(now.account())) ? "client-id" : "tenant-id";
  }

  private static String tenantId(String account) {
    return account.substring(0, account.lastIndexOf('/'));
  }
}
