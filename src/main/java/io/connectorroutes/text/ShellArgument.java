package io.connectorroutes.text;

import java.nio.file.Path;

/** Names of others as arguments of a command that a person copies into a shell. */
public final class ShellArgument {
  private ShellArgument() {}

  /**
   * A name as a parameter: one that begins like an option comes after {@code --}.
   *
   * @param name never null
   */
  public static String parameter(String name) {
    return (name.startsWith("-") ? "-- " : "") + quoted(name);
  }

  /**
   * An option and its value: one that begins like an option is joined to it.
   *
   * @param option such as {@code --resume}
   * @param value never null
   */
  public static String option(String option, String value) {
    return option + (value.startsWith("-") ? "=" : " ") + quoted(value);
  }

  /** An absolute path: in quotes where it has blanks, for one, so that its end is seen. */
  public static String path(Path path) {
    return quoted(path.toString());
  }

  /** Quoted where a shell would take it otherwise. */
  private static String quoted(String name) {
    return name.matches("(?!~)[\\p{L}\\p{N}_.:~@%+/-]+")
        ? name
        : "'" + name.replace("'", "'\\''") + "'";
  }
}
