package io.connectorroutes.app.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many changes of a job may fail: a number, or a part of its rows.
 *
 * @param text as it was given, such as {@code 20} or {@code 5%}
 */
public record FailureLimit(String text, long number, boolean isPercent) {

  /** Whether these are too many. */
  public boolean isExceeded(long failures, long rows) {
    return isPercent ? failures * 100 > number * rows : failures > number;
  }

  /** Reads one from the command line. */
  static final class Reader implements ITypeConverter<FailureLimit> {
    @Override
    public FailureLimit convert(String text) {
      boolean isPercent = text.endsWith("%");
      String digits = isPercent ? text.substring(0, text.length() - 1) : text;
      if (!digits.matches("\\d{1,9}") || (isPercent && Long.parseLong(digits) > 100)) {
        throw new TypeConversionException(
            "must be a number such as 20, or a part such as 5%, and is " + text);
      }
      return new FailureLimit(text, Long.parseLong(digits), isPercent);
    }
  }
}
