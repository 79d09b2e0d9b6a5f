package io.connectorroutes.intake;

import io.connectorroutes.change.ConnectorChange;
import java.util.Optional;

/**
 * Gives the secrets of earlier changes, by the rules of {@link
 * io.connectorroutes.ledger.Recorder#secretOf}, which is the implementation to pass in.
 */
@FunctionalInterface
public interface EarlierSecrets {
  /** The value of a secret field of an earlier change, empty where it may not or cannot be had. */
  Optional<String> secretOf(
      String changeId, String account, ConnectorChange referring, String fieldPath);
}
