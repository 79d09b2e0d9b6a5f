package io.connectorroutes.intake;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.ledger.EarlierSecret;

/**
 * Gives the secrets of earlier changes, by the rules of {@link
 * io.connectorroutes.ledger.Recorder#secretOf}, which is the implementation to pass in.
 */
@FunctionalInterface
public interface EarlierSecrets {
  /** What an earlier change holds in a field, or why it may not be had. */
  EarlierSecret secretOf(
      String changeId, String account, ConnectorChange referring, String fieldPath);
}
