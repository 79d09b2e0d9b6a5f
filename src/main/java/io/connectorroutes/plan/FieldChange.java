package io.connectorroutes.plan;

/**
 * What becomes of one field. Secrets are masked.
 *
 * @param field as the change names it
 * @param before null where it is not known or there is none
 * @param after null where there is none any more
 */
public record FieldChange(String field, String before, String after) {}
