package io.connectorroutes.config;

/**
 * A value as it was given. {@code toString} does not show it: it may be secret.
 *
 * @param key the key's name as given
 * @param text the value as given
 * @param origin where it was given, for messages
 */
record Setting(String key, String text, String origin) {
  static final String COMMAND_LINE = "--property";

  boolean fromCommandLine() {
    return origin.equals(COMMAND_LINE);
  }

  /** The key and where it was given. */
  String subject() {
    return key + " (from " + origin + ")";
  }

  @Override
  public String toString() {
    return subject();
  }
}
