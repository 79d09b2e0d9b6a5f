package io.connectorroutes.outcome;

import io.connectorroutes.change.Outcome;

/** Which of a job's result files a row goes to. */
enum ResultGroup {
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  UNKNOWN("unknown"),
  UNPROCESSED("unprocessed");

  private final String stem;

  ResultGroup(String stem) {
    this.stem = stem;
  }

  /** The file's name without its extension. */
  String stem() {
    return stem;
  }

  static ResultGroup of(Outcome outcome) {
    return switch (outcome) {
      case APPLIED, NO_OP, SUPERSEDED -> SUCCEEDED;
      case REJECTED, FAILED -> FAILED;
      case UNKNOWN -> UNKNOWN;
      case CANCELLED -> UNPROCESSED;
    };
  }
}
