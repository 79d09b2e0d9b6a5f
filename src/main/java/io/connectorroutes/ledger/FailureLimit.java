package io.connectorroutes.ledger;

/**
 * How many rows of a job may be rejected, failed or unknown: a number, or a part of its rows.
 *
 * @param text as it was given, such as {@code 20} or {@code 5%}
 */
public record FailureLimit(String text, long number, boolean isPercent) {

  /** How many they may be of so many rows. */
  public long most(long rows) {
    return isPercent ? number * rows / 100 : number;
  }
}
