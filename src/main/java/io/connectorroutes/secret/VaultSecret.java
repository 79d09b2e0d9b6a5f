package io.connectorroutes.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret of an Azure Key Vault, named by Azure's rules, so that no name leads to another host or
 * path.
 *
 * @param vault the vault's name
 * @param name the secret's name
 * @param version of 32 letters and digits; null for the newest one
 */
public record VaultSecret(String vault, String name, String version) {
  /** How it is written, for messages. */
  public static final String FORM = "VAULT/SECRET or VAULT/SECRET/VERSION";

  private static final Pattern WRITTEN =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9])/([A-Za-z0-9-]{1,127})(?:/([A-Za-z0-9]{32}))?");

  /** The secret that a text names; empty where it is of another form. */
  public static Optional<VaultSecret> of(String text) {
    Matcher names = WRITTEN.matcher(text);
    return names.matches()
        ? Optional.of(new VaultSecret(names.group(1), names.group(2), names.group(3)))
        : Optional.empty();
  }
}
