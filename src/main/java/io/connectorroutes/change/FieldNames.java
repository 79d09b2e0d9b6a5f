package io.connectorroutes.change;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Names of fields and columns as messages show them. A name that is not known is told, so that a
 * typo is found; yet it may be a password that stands in the wrong place. So it is shown where it
 * is made of letters and hyphens, as the names of Microsoft Graph and of headers are; else only its
 * place is told.
 */
public final class FieldNames {
  /** Stands in place of a name that is not shown. */
  public static final String HIDDEN = "…";

  /** More than the longest path that the schema knows. */
  private static final int LONGEST = 200;

  private static final Pattern LETTERS = Pattern.compile("[@A-Za-z_-]{1,40}");

  private FieldNames() {}

  /**
   * Whether a name may be shown.
   *
   * @param name of a field, or its dotted path
   */
  public static boolean isShown(String name) {
    return name.length() <= LONGEST
        && Arrays.stream(name.split("\\.", -1)).allMatch(FieldNames::isPlain);
  }

  private static boolean isPlain(String name) {
    return LETTERS.matcher(name).matches() || ChangeFields.isName(name);
  }

  /** A single name, or … where it is not shown. */
  static String shown(String name) {
    return isShown(name) ? name : HIDDEN;
  }
}
