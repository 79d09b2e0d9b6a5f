package io.connectorroutes.app.command;

/**
 * What one look has shown.
 *
 * @param name what was looked at, such as {@code north: token}
 * @param ok whether it is as it must be
 * @param message one line without a secret
 * @param remedy what to do; null where all is well
 */
public record Check(String name, boolean ok, String message, String remedy) {
  /** All is well. */
  public static Check passed(String name, String message) {
    return new Check(name, true, message, null);
  }

  /** Something is wrong. */
  public static Check failed(String name, String message, String remedy) {
    return new Check(name, false, message, remedy);
  }

  /**
   * Something is wrong, as a message of ours says it, which may end in what to do.
   *
   * @param text may have the remedy behind its last semicolon
   * @param otherwise the remedy where it has none
   */
  public static Check failedWith(String name, String text, String otherwise) {
    ErrorMessage parts = ErrorMessage.of(text, false);
    return failed(name, parts.message(), parts.remedy() == null ? otherwise : parts.remedy());
  }

  /** All of it for a person. */
  public String text() {
    return remedy == null ? message : message.replaceFirst("[.]$", "") + ": " + remedy;
  }
}
