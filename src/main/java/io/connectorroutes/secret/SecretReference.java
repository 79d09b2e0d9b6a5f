package io.connectorroutes.secret;

import io.connectorroutes.change.ChangeReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a secret is to be taken from: {@code env:NAME}, {@code file:relative/path}, {@code
 * keyvault:VAULT/SECRET}, the same with {@code /VERSION}, or {@code change:CHANGE_ID}.
 *
 * @param kind never null
 * @param name what follows the colon; of the kind's own form
 */
public record SecretReference(Kind kind, String name) {

  /** The kinds of references. */
  public enum Kind {
    /** An environment variable. */
    ENV,
    /** A file below the home. */
    FILE,
    /** A secret of an Azure Key Vault. */
    KEYVAULT,
    /** The same field of an earlier change. */
    CHANGE;

    private String prefix() {
      return name().toLowerCase(Locale.ROOT) + ":";
    }
  }

  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..");

  /** Whether a text begins as a reference does, be it well formed or not. */
  public static boolean isReference(String text) {
    return Arrays.stream(Kind.values()).anyMatch(kind -> text.startsWith(kind.prefix()));
  }

  /**
   * Reads a reference.
   *
   * @throws SecretException where it is none; the message does not repeat the text, which could be
   *     a secret by mistake
   */
  public static SecretReference parse(String text) throws SecretException {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix())) {
        return of(kind, text.substring(kind.prefix().length()));
      }
    }
    throw new SecretException(
        "is no reference: give env:NAME, file:relative/path, keyvault:VAULT/SECRET or"
            + " change:CHANGE_ID");
  }

  private static SecretReference of(Kind kind, String name) throws SecretException {
    boolean wellFormed =
        switch (kind) {
          case ENV -> ENV_NAME.matcher(name).matches();
          case FILE -> isRelativePath(name);
          case KEYVAULT -> VaultSecret.of(name).isPresent();
          case CHANGE -> ChangeReader.isChangeId(name);
        };
    if (!wellFormed) {
      throw new SecretException("is no " + kind.prefix() + " reference: give " + form(kind));
    }
    return new SecretReference(kind, name);
  }

  private static String form(Kind kind) {
    return switch (kind) {
      case ENV -> "env: and the name of an environment variable";
      case FILE -> "file: and a relative path with / and without . and ..";
      case KEYVAULT -> "keyvault:" + VaultSecret.FORM;
      case CHANGE -> "change: and the id of an earlier change";
    };
  }

  private static boolean isRelativePath(String path) {
    return path.indexOf('\\') < 0
        && path.chars().noneMatch(Character::isISOControl)
        && Arrays.stream(path.split("/", -1)).noneMatch(NO_SEGMENTS::contains);
  }

  /** The reference as it is written. */
  @Override
  public String toString() {
    return kind.prefix() + name;
  }
}
