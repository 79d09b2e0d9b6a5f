package io.connectorroutes.change;

/**
 * What is wrong with one field of a row.
 *
 * @param field dotted path from the top of the row; null where it is about the row as a whole
 * @param message one line that names the field, what is expected and the remedy; no secret
 */
public record FieldProblem(String field, String message) {}
