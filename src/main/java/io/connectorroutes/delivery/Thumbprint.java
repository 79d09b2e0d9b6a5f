package io.connectorroutes.delivery;

import java.util.Optional;

/** The thumbprint of a client certificate, by which Graph's list shows it. */
@FunctionalInterface
public interface Thumbprint {
  /**
   * The thumbprint of the certificate in a PFX.
   *
   * @param pkcs12Value the PFX in base64
   * @param password of the PFX; may be empty
   * @return hex; empty where the PFX cannot be read
   */
  Optional<String> of(String pkcs12Value, String password);
}
