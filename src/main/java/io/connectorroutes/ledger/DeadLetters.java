package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Open dead letters: what there is, putting their changes back into delivery, and discarding. */
public interface DeadLetters {
  /** A change that failed again after so many replays is replayed by its id alone. */
  int MOST_REPLAYS = 3;

  /** The open ones by cause, those with the most first. */
  List<Group> groups(Filter filter);

  /**
   * Hands on the open ones, oldest first, in constant memory.
   *
   * @param limit at most so many
   */
  void list(Filter filter, long limit, Consumer<DeadLetter.Summary> to);

  /** The newest dead letter of a change, with its history, open or not. */
  Optional<DeadLetter> show(String changeId);

  /**
   * Puts changes back into delivery under their own id, behind all that waits for their target, in
   * bounded transactions. A change that ended as {@code unknown} is looked for first. Not replayed:
   * one that was rejected, and, unless its id is given, one that failed again after {@link
   * #MOST_REPLAYS} replays.
   *
   * @param handled takes each as soon as it is decided on
   */
  void replay(Selection which, ReplayMode mode, Consumer<Handled> handled);

  /**
   * Closes dead letters without a replay, in bounded transactions; {@link #show} says so for as
   * long as settled changes are kept.
   *
   * @param reason printable, not blank
   * @param by who does it, as far as is known; not blank
   * @param handled takes each as soon as it is decided on
   */
  void discard(Selection which, String reason, String by, Consumer<Handled> handled);

  /**
   * Some of the open dead letters. What is null holds for any.
   *
   * @param cause as it is kept, case included
   * @param tenant its alias, or the name of the default one
   * @param job its name
   */
  record Filter(String cause, String tenant, String job) {
    /** All. */
    public static final Filter ALL = new Filter(null, null, null);
  }

  /**
   * Which dead letters something is done with.
   *
   * @param changeIds of their changes; null for all
   * @param filter only those
   */
  record Selection(List<String> changeIds, Filter filter) {}

  /**
   * How changes are replayed.
   *
   * @param overtaken also those whose target a later change was applied to
   * @param rate how many are due in which time, spread evenly from now on; {@link
   *     RequestBudget#NONE} for at once
   * @param dryRun whether nothing is altered, and only said what would be
   */
  record ReplayMode(boolean overtaken, RequestBudget rate, boolean dryRun) {
    /** At once, without what a later change was applied to. */
    public static final ReplayMode DEFAULT = new ReplayMode(false, RequestBudget.NONE, false);
  }

  /**
   * What was done with one dead letter.
   *
   * @param obstacle why nothing was, one line; null where it was done
   * @param due when its change is due; null where it was not put back, or is due at once
   */
  record Handled(String changeId, String obstacle, Instant due) {
    public boolean isDone() {
      return obstacle == null;
    }
  }

  /**
   * The open dead letters of one cause.
   *
   * @param since when the first of them was settled
   * @param tenants how many, by the tenant's name; without those whose tenant is not known
   * @param operations wire names, sorted; without those that are not known
   * @param outcomes how they ended
   * @param httpStatuses of their last answers, where there was one
   * @param message of one of them; may be null
   * @param sameMessage whether all have it
   * @param failedAgain how many failed again after {@link #MOST_REPLAYS} replays
   */
  record Group(
      String cause,
      long count,
      Instant since,
      Map<String, Long> tenants,
      Set<String> operations,
      Set<Outcome> outcomes,
      Set<Integer> httpStatuses,
      String message,
      boolean sameMessage,
      long failedAgain) {}
}
