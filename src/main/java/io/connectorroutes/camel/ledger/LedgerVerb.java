package io.connectorroutes.camel.ledger;

import java.util.Arrays;
import java.util.Locale;

/** What an endpoint {@code ledger:VERB} does. */
public enum LedgerVerb {
  /** To: opens the job of the file in the body, or finds the one that was interrupted. */
  OPEN,
  /** To: records the rows (or the one message) in the body; returns when they are committed. */
  RECORD,
  /** To: ends the recording of the file's job, so that its changes become due. */
  FINISH,
  /** To: drops what was recorded of the file's job. */
  REFUSE,
  /** To: settles the claim of the exchange by the claim result in the body. */
  SETTLE,
  /** To: gives the claim of the exchange back; its call did not leave. */
  RELEASE,
  /** To: lets go of what was settled longer ago than {@code keep}. */
  PRUNE,
  /** From: one exchange is one Graph call of one tenant, recorded as being sent. */
  DUE,
  /** From: outcomes that are not logged yet; marked once the exchange has completed. */
  OUTCOMES,
  /** From: a dead letter that is not sent yet; marked once the exchange has completed. */
  DEAD_LETTERS,
  /** From: a job whose rows all have an outcome; marked once the exchange has completed. */
  JOBS;

  static LedgerVerb of(String remaining) {
    String name = remaining.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values())
        .filter(v -> v.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "ledger:" + remaining + " is none of " + Arrays.toString(values())));
  }
}
