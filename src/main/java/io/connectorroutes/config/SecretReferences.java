package io.connectorroutes.config;

import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.secret.KeyVault;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretText;
import io.connectorroutes.secret.VaultSecret;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the references that stand for secrets in the configuration: {@code env:NAME}, {@code
 * file:PATH} and {@code keyvault:VAULT/SECRET} or {@code keyvault:VAULT/SECRET/VERSION}.
 *
 * @param home what relative paths are under
 * @param environment the process's environment
 */
record SecretReferences(Path home, Map<String, String> environment) {
  private static final Pattern REFERENCE = Pattern.compile("(?s)(env|file|keyvault):(.*)");
  private static final int MAX_FILE_BYTES = 64 * 1024;

  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * The secret that a text is or stands for.
   *
   * @param key what it is for, to be named in errors
   * @param keyVault asked only where it is needed
   */
  String resolve(String key, String text, Supplier<KeyVault> keyVault) {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      return text;
    }
    String rest = reference.group(2);
    return switch (reference.group(1)) {
      case "env" -> fromEnvironment(key, rest);
      case "file" -> fromFile(key, rest);
      default -> fromVault(key, rest, keyVault);
    };
  }

  /**
   * Refuses a reference to a file that others can read.
   *
   * @param key what it is for, to be named in the error
   */
  void requireOwn(String key, String text) {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches() || !reference.group(1).equals("file")) {
      return;
    }
    Path file = home.resolve(reference.group(2));
    try {
      PrivateFiles.exposed(file)
          .ifPresent(
              problem -> {
                throw new UsageException(key + ": " + problem);
              });
    } catch (IOException e) {
      throw new UsageException(
          key
              + ": "
              + file
              + " cannot be looked at: "
              + FileErrors.reason(e)
              + "; see to its owner and mode",
          e);
    }
  }

  private String fromEnvironment(String key, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new UsageException(
          key
              + ": the environment variable "
              + PrintableText.text(name)
              + " is not set; set it or change the key");
    }
    return value;
  }

  private String fromFile(String key, String name) {
    Path file = path(key, name);
    String shown = PrintableText.text(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      // Not by its size, which a device or a pipe does not have.
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new UsageException(key + ": " + shown + " is larger than 64k; is it the right file?");
      }
      return SecretText.of(bytes);
    } catch (IOException e) {
      throw new UsageException(
          key + ": cannot read " + shown + "; make it a readable UTF-8 file that holds the secret",
          e);
    }
  }

  private Path path(String key, String name) {
    try {
      return home.resolve(name);
    } catch (InvalidPathException e) {
      throw new UsageException(key + ": what follows file: is no path; give that of a file");
    }
  }

  private static String fromVault(String key, String rest, Supplier<KeyVault> keyVault) {
    VaultSecret secret =
        VaultSecret.of(rest)
            .orElseThrow(() -> new UsageException(key + " must be keyvault:" + VaultSecret.FORM));
    try {
      return keyVault.get().read(secret);
    } catch (SecretException e) {
      throw new UsageException(key + ": keyvault:" + rest + " " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "SecretReferences[" + home + "]";
  }
}
