package io.connectorroutes.ledger;

import java.util.List;
import java.util.Optional;

/** Open dead letters, and putting changes back into delivery. */
public interface DeadLetters {
  /** All open dead letters, oldest first. */
  List<DeadLetter.Summary> list();

  /** The newest dead letter of a change, with its history. */
  Optional<DeadLetter> show(String changeId);

  /**
   * Puts changes back into delivery under their own id, behind all that waits for their target. A
   * change that ended as {@code unknown} is looked for first. A rejected one cannot be replayed.
   *
   * @param changeIds which; null for all
   * @param cause only those with this cause; null for any
   * @param overtaken also those whose target a later change was applied to
   */
  ReplayResult replay(List<String> changeIds, String cause, boolean overtaken);

  /**
   * What a replay did.
   *
   * @param replayed change ids put back
   * @param skipped change id and reason, one line each
   */
  record ReplayResult(List<String> replayed, List<Skipped> skipped) {}

  /** A change that was not put back, and why. */
  record Skipped(String changeId, String reason) {}
}
