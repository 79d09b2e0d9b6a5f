package io.connectorroutes.ledger;

import java.util.Optional;

/**
 * Which accounts this process is configured for. What waits for any other stays as it is: nothing
 * of it is claimed here.
 */
@FunctionalInterface
public interface ConfiguredAccounts {
  /** Every account. */
  ConfiguredAccounts ALL = (account, alias) -> Optional.empty();

  /**
   * Why an account is not configured.
   *
   * @param account its key: tenant id and client id
   * @param alias what its tenant was called when a change of it was last recorded; null for the
   *     default one
   * @return one line for a person that names the alias and the keys; empty where it is configured
   */
  Optional<String> missing(String account, String alias);
}
