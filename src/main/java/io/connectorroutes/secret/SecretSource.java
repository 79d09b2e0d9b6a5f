package io.connectorroutes.secret;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * Gives the secrets of {@code env:}, {@code file:} and {@code keyvault:} references. Which
 * references may be used is for its caller to ask.
 */
public final class SecretSource {
  private final SecretFiles files;
  private final UnaryOperator<String> environment;
  private final KeyVault keyVault;

  /** What the secret is to be read as. */
  public enum Form {
    /** Text, as {@link SecretText} reads it from files. */
    TEXT,
    /** A file's bytes in base64; other sources hold base64 already. */
    BASE64
  }

  /**
   * A source.
   *
   * @param files those that may be read
   * @param environment gives the value of a variable, or null
   * @param keyVault where vaults are asked
   */
  public SecretSource(SecretFiles files, UnaryOperator<String> environment, KeyVault keyVault) {
    this.files = files;
    this.environment = environment;
    this.keyVault = keyVault;
  }

  /**
   * The secret behind a reference.
   *
   * @param reference of any kind but {@code change:}
   * @throws VaultUnreachableException where its vault cannot be reached
   * @throws SecretException where it cannot be had
   */
  public String resolve(SecretReference reference, Form form) throws SecretException {
    return switch (reference.kind()) {
      case ENV -> environmentValue(reference);
      case FILE -> fileValue(reference, form);
      case KEYVAULT -> vaultValue(reference);
      case CHANGE ->
          throw new SecretException(reference + " works in changes only: give the value otherwise");
    };
  }

  private String environmentValue(SecretReference reference) throws SecretException {
    String value = environment.apply(reference.name());
    if (value == null) {
      throw new SecretException(
          reference + " is not set: set it in the environment of this program");
    }
    return value;
  }

  private String vaultValue(SecretReference reference) throws SecretException {
    try {
      return keyVault.read(VaultSecret.of(reference.name()).orElseThrow());
    } catch (VaultUnreachableException e) {
      throw e.after(reference + " ");
    } catch (SecretException e) {
      throw new SecretException(reference + " " + e.getMessage());
    }
  }

  private String fileValue(SecretReference reference, Form form) throws SecretException {
    try {
      byte[] bytes = files.read(reference);
      return form == Form.BASE64 ? Base64.getEncoder().encodeToString(bytes) : SecretText.of(bytes);
    } catch (NoSuchFileException e) {
      throw new SecretException(reference + " is not there: create the file below the home");
    } catch (CharacterCodingException e) {
      throw new SecretException(reference + " is not UTF-8 text: save it in that encoding");
    } catch (IOException e) {
      throw new SecretException(reference + " cannot be read: see its permissions");
    }
  }
}
