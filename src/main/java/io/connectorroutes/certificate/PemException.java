package io.connectorroutes.certificate;

/**
 * A PEM file that cannot be used. The message is one line for a person, written to follow the
 * file's name ({@code holds no private key: …}); it holds nothing of the file.
 */
public class PemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean password;

  /** With what is wrong and the remedy. */
  public PemException(String message) {
    this(message, false);
  }

  PemException(String message, boolean password) {
    super(message);
    this.password = password;
  }

  /** Whether the password, or its absence, is what is wrong. */
  public boolean isAboutPassword() {
    return password;
  }
}
