package io.connectorroutes.config;

import java.util.function.Function;

/**
 * A kind of value.
 *
 * @param expected what a value must be, to stand after "must be"; one line
 * @param reader makes the value of its text, and throws {@link IllegalArgumentException} (or {@link
 *     ArithmeticException}) where it is none
 * @param <T> the type of the value
 */
public record ValueType<T>(String expected, Function<String, T> reader) {

  /**
   * The value of a text.
   *
   * @throws UsageException naming what it is for and what is expected, not the text, which may hold
   *     a password by mistake
   */
  public T parse(String subject, String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UsageException(subject + " must be " + expected, e);
    }
  }
}
