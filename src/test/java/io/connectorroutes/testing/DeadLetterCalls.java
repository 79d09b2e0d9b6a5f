package io.connectorroutes.testing;

import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters.Filter;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.ledger.DeadLetters.ReplayMode;
import io.connectorroutes.ledger.DeadLetters.Selection;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.RequestBudget;
import java.util.ArrayList;
import java.util.List;

/** Dead letters of a ledger, all at once. */
public final class DeadLetterCalls {
  /**
   * What was done.
   *
   * @param done ids of changes
   * @param skipped with their obstacles
   */
  public record Result(List<String> done, List<Handled> skipped) {
    /** What was told of each. */
    public static Result of(List<Handled> told) {
      return new Result(
          told.stream().filter(Handled::isDone).map(Handled::changeId).toList(),
          told.stream().filter(one -> !one.isDone()).toList());
    }
  }

  private DeadLetterCalls() {}

  /** All that are open, oldest first. */
  public static List<DeadLetter.Summary> open(Ledger ledger) {
    List<DeadLetter.Summary> open = new ArrayList<>();
    ledger.deadLetters().list(Filter.ALL, Long.MAX_VALUE, open::add);
    return open;
  }

  /** Replays those changes; all where null. */
  public static Result replay(Ledger ledger, List<String> changeIds) {
    return replay(ledger, changeIds, null, false);
  }

  /** Replays those changes; all where null, of any cause where null. */
  public static Result replay(
      Ledger ledger, List<String> changeIds, String cause, boolean overtaken) {
    List<Handled> told = new ArrayList<>();
    ledger
        .deadLetters()
        .replay(
            new Selection(changeIds, new Filter(cause, null, null)),
            new ReplayMode(overtaken, RequestBudget.NONE, false),
            told::add);
    return Result.of(told);
  }
}
