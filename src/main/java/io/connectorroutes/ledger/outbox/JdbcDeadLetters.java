package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.outbox.OpenDeadLetters.Open;
import io.connectorroutes.ledger.table.DeadLetterRows;
import io.connectorroutes.text.Counted;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters that are open, and what becomes of them, in steps of bounded transactions. */
public final class JdbcDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeadLetters.class);

  /** Handled in one transaction: others can write in between. */
  private static final int STEP = 100;

  /** Read at once. */
  private static final int PAGE = 500;

  private final Database database;
  private final Clock clock;
  private final Replays replays;
  private final DeadLetterReader reader;
  private final InternalErrors errors = new InternalErrors(LOG);

  public JdbcDeadLetters(Database database, Clock clock, Replays replays, DeadLetterReader reader) {
    this.database = database;
    this.clock = clock;
    this.replays = replays;
    this.reader = reader;
  }

  @Override
  public List<Group> groups(Filter filter) {
    return database.read(sql -> OpenDeadLetters.groups(sql, filter));
  }

  @Override
  public void list(Filter filter, long limit, Consumer<DeadLetter.Summary> to) {
    long left = limit;
    long after = 0;
    while (left > 0) {
      List<Open> page = page(filter, after, Long.MAX_VALUE, Math.min(left, PAGE));
      page.forEach(open -> to.accept(open.summary()));
      left = page.size() < PAGE ? 0 : left - page.size();
      after = page.isEmpty() ? after : page.get(page.size() - 1).id();
    }
  }

  private List<Open> page(Filter filter, long after, long last, long limit) {
    return database.read(sql -> OpenDeadLetters.page(sql, filter, after, last, limit));
  }

  @Override
  public Optional<DeadLetter> show(String changeId) {
    return database.read(
        sql -> reader.first(sql, "d.change_id = ? ORDER BY d.id DESC LIMIT 1", changeId));
  }

  @Override
  public void replay(Selection which, ReplayMode mode, Consumer<Handled> out) {
    boolean isNamed = which.changeIds() != null;
    Replays.Pace pace = new Replays.Pace(clock.instant(), mode.rate());
    Tally tally = new Tally(out);
    Work work =
        mode.dryRun()
            ? step ->
                database.read(sql -> replays.tried(sql, step, isNamed, mode, pace, tally.done))
            : step ->
                database.write(sql -> replays.replay(sql, step, isNamed, mode, pace, tally.done));
    handle(which, work, tally, JdbcDeadLetters::toReplay);
    if (tally.done > 0 && !mode.dryRun()) {
      LOG.info("replaying {}, skipped {}", Counted.of(tally.done, "dead letter"), tally.skipped);
    }
  }

  @Override
  public void discard(Selection which, String reason, String by, Consumer<Handled> out) {
    Tally tally = new Tally(out);
    Work work = step -> database.write(sql -> discarded(sql, step, reason, by));
    handle(which, work, tally, JdbcDeadLetters::toDiscard);
    if (tally.done > 0) {
      LOG.info("discarded {} dead letters by {}: {}", tally.done, by, reason);
    }
  }

  private List<Handled> discarded(Sql sql, List<Open> step, String reason, String by)
      throws SQLException {
    List<Handled> handled = new ArrayList<>();
    for (Open open : step) {
      int closed =
          sql.update(
              """
              UPDATE dead_letter
              SET open = 0, discarded_at = ?, discarded_by = ?, discard_reason = ?
              WHERE id = ? AND open = 1
              """,
              clock.instant(),
              by,
              reason,
              open.id());
      handled.add(new Handled(open.changeId(), closed == 1 ? null : "it is open no more", null));
    }
    return handled;
  }

  /** What is done with some dead letters, in one transaction. */
  @FunctionalInterface
  private interface Work {
    List<Handled> of(List<Open> step);
  }

  /** Which of the open dead letters of one change id are meant; at least one, or why not. */
  @FunctionalInterface
  private interface Choice {
    Chosen of(List<Open> open);
  }

  private record Chosen(List<Open> letters, String obstacle) {}

  /** Counts what it gives on. */
  private static final class Tally {
    private final Consumer<Handled> out;
    private long done;
    private long skipped;

    private Tally(Consumer<Handled> out) {
      this.out = out;
    }

    private void add(Handled handled) {
      if (handled.isDone()) {
        done++;
      } else {
        skipped++;
      }
      out.accept(handled);
    }
  }

  private void handle(Selection which, Work work, Tally tally, Choice choice) {
    if (which.changeIds() != null) {
      handleNamed(which, work, tally, choice);
      return;
    }
    // What fails again meanwhile is not met again.
    long last = database.read(OpenDeadLetters::last);
    List<Open> step = page(which.filter(), 0, last, STEP);
    while (!step.isEmpty()) {
      handle(step, work, tally);
      step = page(which.filter(), step.get(step.size() - 1).id(), last, STEP);
    }
  }

  private void handleNamed(Selection which, Work work, Tally tally, Choice choice) {
    List<String> ids = which.changeIds().stream().distinct().toList();
    for (int from = 0; from < ids.size(); from += STEP) {
      List<Open> step = new ArrayList<>();
      for (String id : ids.subList(from, Math.min(ids.size(), from + STEP))) {
        Chosen chosen = chosen(id, which.filter(), choice);
        if (chosen.obstacle == null) {
          step.addAll(chosen.letters);
        } else {
          // In the order of what was asked for.
          handle(step, work, tally);
          step.clear();
          tally.add(new Handled(id, chosen.obstacle, null));
        }
      }
      handle(step, work, tally);
    }
  }

  /** One that fails does not keep the others. */
  private void handle(List<Open> step, Work work, Tally tally) {
    if (step.isEmpty()) {
      return;
    }
    List<Handled> handled;
    try {
      handled = work.of(step);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      if (step.size() > 1) {
        step.forEach(one -> handle(List.of(one), work, tally));
        return;
      }
      String changeId = step.get(0).changeId();
      errors.log("the dead letter of change " + changeId, e);
      handled = List.of(new Handled(changeId, InternalErrors.message(e), null));
    }
    handled.forEach(tally::add);
  }

  private Chosen chosen(String changeId, Filter filter, Choice choice) {
    return database.read(
        sql -> {
          List<Open> open = OpenDeadLetters.of(sql, changeId);
          if (open.isEmpty()) {
            return new Chosen(List.of(), whyNone(sql, changeId));
          }
          List<Open> fitting = open.stream().filter(one -> isIn(filter, one)).toList();
          return fitting.isEmpty()
              ? new Chosen(List.of(), whyNot(filter, open.get(0).summary()))
              : choice.of(fitting);
        });
  }

  private static boolean isIn(Filter filter, Open open) {
    return whyNot(filter, open.summary()) == null;
  }

  /** Null where it is among those. */
  private static String whyNot(Filter filter, DeadLetter.Summary letter) {
    if (filter.cause() != null && !filter.cause().equals(letter.cause())) {
      return "its cause is " + letter.cause();
    }
    if (filter.tenant() != null && !filter.tenant().equals(letter.tenant())) {
      return "it is a change of another tenant than " + filter.tenant();
    }
    return filter.job() == null || filter.job().equals(letter.job())
        ? null
        : "its job is " + letter.job();
  }

  /** The newest one; one that can be replayed rather than one that was rejected. */
  private static Chosen toReplay(List<Open> open) {
    Open newest =
        open.stream().filter(one -> !one.isRejected()).findFirst().orElseGet(() -> open.get(0));
    return new Chosen(List.of(newest), null);
  }

  /** All of that id, where they have one cause: else one might go that was not meant. */
  private static Chosen toDiscard(List<Open> open) {
    List<String> causes = open.stream().map(one -> one.summary().cause()).distinct().toList();
    return causes.size() == 1
        ? new Chosen(open, null)
        : new Chosen(
            List.of(),
            "it has several dead letters ("
                + String.join(", ", causes)
                + "): say which with --cause");
  }

  private static String whyNone(Sql sql, String changeId) throws SQLException {
    if (!sql.exists("SELECT 1 FROM change WHERE change_id = ?", changeId)) {
      return "no change of that id is known";
    }
    return sql.exists(
            """
            SELECT 1 FROM change
            WHERE change_id = ? AND state NOT IN ('settled', 'duplicate')
            """,
            changeId)
        ? "it is still in delivery"
        : sql.first(
                "SELECT discarded_at, discarded_by, discard_reason FROM dead_letter"
                    + " WHERE change_id = ? AND discarded_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                DeadLetterRows::discarded,
                changeId)
            .map(discarded -> "it was discarded by " + discarded.by() + ": " + discarded.reason())
            .orElse("it has no open dead letter");
  }
}
