package io.connectorroutes.app.command;

import io.connectorroutes.ledger.FailureLimit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a limit of failures from the command line. */
final class FailureLimitReader implements ITypeConverter<FailureLimit> {
  @Override
  public FailureLimit convert(String text) {
    boolean isPercent = text.endsWith("%");
    String digits = isPercent ? text.substring(0, text.length() - 1) : text;
    if (!digits.matches("\\d{1,9}") || (isPercent && Long.parseLong(digits) > 100)) {
      throw new TypeConversionException(
          "must be a number such as 20, or a part from 0% to 100%, and is " + text);
    }
    return new FailureLimit(text, Long.parseLong(digits), isPercent);
  }
}
