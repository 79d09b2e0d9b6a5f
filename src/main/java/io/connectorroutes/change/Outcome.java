package io.connectorroutes.change;

import java.util.Arrays;

/** How a change can end. Every received change, duplicates aside, ends in exactly one of these. */
public enum Outcome {
  /** Graph confirmed it, or a look in the tenant did for a change whose answer was lost. */
  APPLIED("applied"),
  /** The tenant is already so; nothing was written. */
  NO_OP("no-op"),
  /** An applied change of the same target has this revision or a higher one. */
  SUPERSEDED("superseded"),
  /** Invalid or not allowed; never sent. */
  REJECTED("rejected"),
  /** Graph refused it for good, or the retries are used up. */
  FAILED("failed"),
  /** Sent, the answer was lost, and looking in the tenant could not settle it. */
  UNKNOWN("unknown"),
  /** Withdrawn before it was applied: not sent yet, or turned down so that it waited. */
  CANCELLED("cancelled");

  private final String wireName;

  Outcome(String wireName) {
    this.wireName = wireName;
  }

  /** The name in outcome lines, result files and the ledger; never null. */
  public String wireName() {
    return wireName;
  }

  /**
   * The outcome of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Outcome of(String wireName) {
    return Arrays.stream(values())
        .filter(o -> o.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no outcome is named " + wireName));
  }
}
