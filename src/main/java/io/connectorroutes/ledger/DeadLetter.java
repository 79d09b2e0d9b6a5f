package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * A change that needs a person.
 *
 * @param id its number
 * @param name unique file name stem: the change's id, {@code ID~2} where another dead letter of an
 *     equal change id exists, {@code .N} appended for replay N
 * @param cause a stable code to select by: the error code, or the outcome's name where there is
 *     none
 * @param outcome how the change ended
 * @param refused as in {@link JobRow#refused()}
 * @param original the row or message as it came (see {@link ReceivedRow#original()}); secret: only
 *     for masking; null where {@code changeJson} gives it back
 * @param changeJson UTF-8 JSON of the change with its secrets; secret; null for a row that could
 *     not be read
 * @param attempts history, oldest first
 * @param replays how often it was replayed before
 * @param brokerMessageId of a message; may be null
 * @param headerNames of a message; may be null
 * @param followedBy change ids of later changes of the same target that went on, at most 100
 * @param discarded null where it was not
 */
public record DeadLetter(
    long id,
    String name,
    String cause,
    OutcomeRecord outcome,
    List<String> refused,
    byte[] original,
    byte[] changeJson,
    List<AttemptRecord> attempts,
    int replays,
    String brokerMessageId,
    String headerNames,
    List<String> followedBy,
    Discarded discarded) {

  /**
   * Short facts of an open dead letter, for lists.
   *
   * @param tenant what it is called; null where it is not known
   * @param operation null where it is not known
   * @param target short description; may be null
   * @param job its name
   * @param message may be null
   * @param time when it was settled
   */
  public record Summary(
      String changeId,
      String tenant,
      String operation,
      String target,
      String job,
      String cause,
      String message,
      Outcome outcome,
      Instant time,
      int replays) {}

  /**
   * A person was done with it without a replay.
   *
   * @param by as far as is known
   */
  public record Discarded(Instant time, String by, String reason) {}

  @Override
  public String toString() {
    return "DeadLetter[" + name + " " + cause + "]";
  }
}
