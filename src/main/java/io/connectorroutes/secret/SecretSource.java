package io.connectorroutes.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * Gives the secrets of {@code env:}, {@code file:} and {@code keyvault:} references. Asks no
 * policy: that is its caller's part.
 */
public final class SecretSource {
  private static final int LARGEST_FILE = 1024 * 1024;

  private final Path home;
  private final UnaryOperator<String> environment;
  private final KeyVault keyVault;

  /** What the secret is to be read as. */
  public enum Form {
    /** Text; one line break at the end of a file is cut. */
    TEXT,
    /** A file's bytes in base64; other sources hold base64 already. */
    BASE64
  }

  /**
   * A source.
   *
   * @param home what files are relative to; none outside is read
   * @param environment gives the value of a variable, or null
   * @param keyVault where vaults are asked
   */
  public SecretSource(Path home, UnaryOperator<String> environment, KeyVault keyVault) {
    this.home = home;
    this.environment = environment;
    this.keyVault = keyVault;
  }

  /**
   * The secret behind a reference.
   *
   * @param reference of any kind but {@code change:}
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
    int slash = reference.name().indexOf('/');
    try {
      return keyVault.read(
          reference.name().substring(0, slash), reference.name().substring(slash + 1));
    } catch (SecretException e) {
      throw new SecretException(reference + " " + e.getMessage());
    }
  }

  private String fileValue(SecretReference reference, Form form) throws SecretException {
    try {
      byte[] bytes = read(reference);
      return form == Form.BASE64 ? Base64.getEncoder().encodeToString(bytes) : text(bytes);
    } catch (NoSuchFileException e) {
      throw new SecretException(reference + " is not there: create the file below the home");
    } catch (CharacterCodingException e) {
      throw new SecretException(reference + " is not UTF-8 text: save it in that encoding");
    } catch (IOException e) {
      throw new SecretException(reference + " cannot be read: see its permissions");
    }
  }

  private byte[] read(SecretReference reference) throws IOException, SecretException {
    Path file = home.resolve(reference.name()).toRealPath();
    if (!file.startsWith(home.toRealPath()) || !Files.isRegularFile(file)) {
      throw new SecretException(reference + " is no file below the home: put it there, not a link");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new SecretException(reference + " is larger than 1 MiB: that is no secret");
      }
      return bytes;
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.endsWith("\n")) {
      int end = text.endsWith("\r\n") ? 2 : 1;
      return text.substring(0, text.length() - end);
    }
    return text;
  }
}
