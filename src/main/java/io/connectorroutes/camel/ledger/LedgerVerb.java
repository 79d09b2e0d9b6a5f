package io.connectorroutes.camel.ledger;

import java.util.Arrays;
import java.util.Locale;

/**
 * What an endpoint {@code ledger:VERB} does, what it finds in the exchange and what it leaves
 * there. Properties are those of {@link LedgerProperties}.
 */
public enum LedgerVerb {
  /**
   * To: opens the job of a file, or finds the one that was interrupted. Body: {@code FileSource};
   * sets {@code JOB}.
   */
  OPEN,
  /**
   * To: records what came in; goes on when it is committed. Body: {@code ReceivedRow[]}, with
   * {@code JOB}; with the option {@code job}: one {@code ReceivedRow}, a message.
   */
  RECORD,
  /** To: ends the recording of a file, so that its changes become due. Sets {@code JOB} anew. */
  FINISH,
  /** To: drops what was recorded of a file; nothing where no {@code JOB} was opened. */
  REFUSE,
  /** To: settles {@code CLAIM}. Body: {@code ClaimResult}. */
  SETTLE,
  /** To: gives {@code CLAIM} back; its call did not leave. */
  RELEASE,
  /** To: deletes what was settled longer ago than the option {@code keep}. */
  PRUNE,
  /**
   * From: one exchange is one Graph call of one tenant, recorded as being sent. Body: {@code
   * GraphRequest}; {@code CLAIM} and {@code SEND_BEFORE} are set.
   */
  DUE,
  /**
   * From: outcomes that are not logged yet; marked once the exchange has completed. Body: a list of
   * {@code OutcomeRecord}.
   */
  OUTCOMES,
  /**
   * From: a dead letter that is not sent yet; marked once the exchange has completed. Body: {@code
   * DeadLetter}.
   */
  DEAD_LETTERS,
  /**
   * From: a job whose rows all have an outcome; marked once the exchange has completed. Body:
   * {@code Job}.
   */
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
