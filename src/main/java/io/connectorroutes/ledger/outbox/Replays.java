package io.connectorroutes.ledger.outbox;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.ledger.DeadLetters.ReplayMode;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.claim.Settlement;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.outbox.OpenDeadLetters.Open;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts changes back into delivery. */
public final class Replays {
  private final Clock clock;
  private final Accounts accounts;
  private final Enqueuer enqueuer;

  public Replays(Clock clock, Accounts accounts, Enqueuer enqueuer) {
    this.clock = clock;
    this.accounts = accounts;
    this.enqueuer = enqueuer;
  }

  /** When changes are due that are spread over time. */
  record Pace(Instant start, RequestBudget rate) {
    /** When the one is due before which so many are; null for at once. */
    Instant due(long before) {
      if (!rate.isLimited()) {
        return null;
      }
      long windows = before / rate.requests();
      long within = before % rate.requests();
      return start
          .plus(rate.window().multipliedBy(windows))
          .plus(rate.window().multipliedBy(within).dividedBy(rate.requests()));
    }
  }

  /**
   * Replays changes, in this transaction.
   *
   * @param isNamed whether each was asked for by its id
   * @param before how many this replay has put back before
   */
  List<Handled> replay(
      Sql sql, List<Open> step, boolean isNamed, ReplayMode mode, Pace pace, long before)
      throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    accounts.lockOf(sql, step.stream().map(Open::seq).toList());
    List<Handled> handled = new ArrayList<>();
    List<Long> atOnce = new ArrayList<>();
    long done = before;
    for (Open open : step) {
      Instant due = pace.due(done);
      Optional<String> obstacle = replayWithin(sql, open, isNamed, mode, due);
      handled.add(handled(open, obstacle, due));
      done += obstacle.isPresent() ? 0 : 1;
      if (obstacle.isEmpty() && due == null) {
        atOnce.add(open.seq());
      }
    }
    if (!atOnce.isEmpty()) {
      enqueuer.accept(sql, atOnce);
    }
    return handled;
  }

  /** What {@link #replay} would do; alters nothing. */
  List<Handled> tried(
      Sql sql, List<Open> step, boolean isNamed, ReplayMode mode, Pace pace, long before)
      throws SQLException {
    List<Handled> handled = new ArrayList<>();
    long done = before;
    for (Open open : step) {
      Instant due = pace.due(done);
      Optional<String> obstacle = obstacle(sql, open, isNamed, mode);
      handled.add(handled(open, obstacle, due));
      done += obstacle.isPresent() ? 0 : 1;
    }
    return handled;
  }

  private static Handled handled(Open open, Optional<String> obstacle, Instant due) {
    return new Handled(open.changeId(), obstacle.orElse(null), obstacle.isPresent() ? null : due);
  }

  private static Optional<String> obstacle(Sql sql, Open open, boolean isNamed, ReplayMode mode)
      throws SQLException {
    if (open.isRejected()) {
      return Optional.of("it was rejected: send it again, corrected, then discard it");
    }
    if (open.failedAgain() && !isNamed) {
      return Optional.of(
          "it failed again after "
              + DeadLetters.MOST_REPLAYS
              + " replays: mend its cause, then replay it by its id, or discard it");
    }
    ChangeRow change = change(sql, open);
    return !mode.overtaken() && FormerTarget.of(sql, change).isOvertaken(sql, change)
        ? Optional.of(
            "a later change of its target was applied: replay it with --overtaken if it is to"
                + " overwrite that")
        : Optional.empty();
  }

  private static ChangeRow change(Sql sql, Open open) throws SQLException {
    return ChangeRow.find(sql, open.seq()).orElseThrow();
  }

  /** Replays one change; returns why not, where it cannot be. */
  private Optional<String> replayWithin(
      Sql sql, Open open, boolean isNamed, ReplayMode mode, Instant due) throws SQLException {
    Optional<String> obstacle = obstacle(sql, open, isNamed, mode);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    if (sql.update("UPDATE dead_letter SET open = 0 WHERE id = ? AND open = 1", open.id()) == 0) {
      return Optional.of("it is being replayed already");
    }
    boolean unknown = open.summary().outcome() == Outcome.UNKNOWN;
    putBack(sql, change(sql, open), unknown, mode.overtaken(), due);
    return Optional.empty();
  }

  /** What may have been done is looked for first. */
  private void putBack(Sql sql, ChangeRow change, boolean unknown, boolean overtaken, Instant due)
      throws SQLException {
    Instant now = clock.instant();
    boolean look = unknown || change.phase() != Phase.SEND;
    Instant sentAt = change.sentAt() == null ? Settlement.lastSent(sql, change) : change.sentAt();
    sql.update(
        """
        UPDATE change SET state = 'recorded', replay = replay + 1, attempts = 0, spent = 0,
          lookups = 0, secret_failures = 0, resource_id = NULL, phase = ?, sent_at = ?, lost_at = ?,
          not_before = ?, due_at = ?, reason = 'replayed', place = NULL, counter = 0,
          overtaken = ?, put_back_at = ?
        WHERE seq = ?
        """,
        (look ? Phase.LOOK : Phase.SEND).name(),
        look ? sentAt : null,
        look ? now : null,
        due,
        due,
        overtaken ? 1 : 0,
        now,
        change.seq());
    if (due != null) {
      sql.onCommit(Signal.anyFrom(due));
    }
  }
}
