package io.connectorroutes.certificate;

/**
 * A PKCS #12 file that cannot be used. The message is one line for a person, written to follow the
 * field's name ({@code is not base64: …}); it holds neither the file nor its password.
 */
public class Pkcs12Exception extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and the remedy. */
  public Pkcs12Exception(String message) {
    super(message);
  }
}
