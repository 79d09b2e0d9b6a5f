package io.connectorroutes.change;

/**
 * What is wrong with one field of a row.
 *
 * @param field dotted path from the top of the row; null where it is about the row as a whole
 * @param message one line that names the field, what is expected and the remedy; neither a secret
 *     nor the value that was given
 * @param isValueRefused whether the value that stands in the field breaks the field's rule, or
 *     there is no such field, so that it is not to be repeated anywhere: it may be a password in
 *     the wrong column
 */
public record FieldProblem(String field, String message, boolean isValueRefused) {

  /** A problem other than a value that breaks its rule, such as a missing field. */
  public FieldProblem(String field, String message) {
    this(field, message, false);
  }

  /** Of a value that breaks its rule. */
  static FieldProblem ofValue(String field, String message) {
    return new FieldProblem(field, message, true);
  }
}
