package io.connectorroutes.plan;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ConnectorChange;

/**
 * A row that would be recorded.
 *
 * @param at where it stands
 * @param account of its tenant
 * @param change with its secrets
 * @param target in a few words
 * @param certificate the client certificate in it; null where there is none
 */
record ValidRow(
    RowPlace at,
    String account,
    ConnectorChange change,
    String target,
    ClientCertificate certificate) {

  /**
   * The same, to be kept until other rows were taken: any number of rows may have to be. Its
   * passwords and its certificate's file are not.
   */
  Held held() {
    return new Held(
        at, account, ChangeJson.write(MaskedChange.withoutSecrets(change)), target, certificate);
  }

  /** A row that is kept. */
  record Held(
      RowPlace at, String account, byte[] change, String target, ClientCertificate certificate) {
    ValidRow row() {
      return new ValidRow(at, account, ChangeJson.read(change), target, certificate);
    }
  }
}
