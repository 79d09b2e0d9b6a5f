package io.connectorroutes.ledger.claim;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.directory.KnownObjects;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.order.Applied;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.order.OrderedChange;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Closed;
import io.connectorroutes.ledger.table.DeadLetterRows;
import io.connectorroutes.ledger.table.LockedAccount;
import io.connectorroutes.ledger.table.Outcomes;
import io.connectorroutes.ledger.table.SettledChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives changes their outcome, with all that follows from it: duplicates, what is known of the
 * tenant's objects, what was applied last, those that they blocked, dead letters.
 */
public final class Settlement implements Enqueuer.Endings {
  /**
   * Whoever records a duplicate has the lock of this one's account, and so comes before or after.
   */
  private static final String CLOSE =
      """
      UPDATE change SET state = 'settled', due_at = NULL, reason = NULL,
        blocked_by = NULL, resource_id = COALESCE(ended.column1, resource_id),
        settled_at = ended.column2, outcome = COALESCE(outcome, ended.column3)
      FROM %s AS ended
      WHERE seq = ended.column4 AND state IN ('recorded', 'waiting', 'sending')
      RETURNING
      """
          + ChangeRow.COLUMNS
          + """
          , CASE WHEN EXISTS (SELECT 1 FROM change d WHERE d.duplicate_of = change.seq)
              THEN 1 ELSE 0 END AS has_duplicates
          """;

  private final Order order;
  private final LedgerDirectory directory;
  private final DeadLetterRows deadLetters;
  private final FailureLimits limits;

  public Settlement(
      Order order, LedgerDirectory directory, DeadLetterRows deadLetters, FailureLimits limits) {
    this.order = order;
    this.directory = directory;
    this.deadLetters = deadLetters;
    this.limits = limits;
  }

  @Override
  public void rejected(Sql sql, ChangeRow change, Instant now) throws SQLException {
    Decision.Settle decision =
        new Decision.Settle(
            change.seq(),
            Outcome.REJECTED,
            null,
            null,
            change.problemCode(),
            problem(change),
            null);
    // Not counted as a failure: it was when the limit of its job was set.
    openDeadLetters(sql, settled(end(sql, List.of(decision), now)));
  }

  private static String problem(ChangeRow change) {
    String field = change.problemField();
    String message = change.problemMessage();
    return field == null || message.contains(field) ? message : field + ": " + message;
  }

  @Override
  public void unexpected(
      Sql sql, LockedAccount account, ChangeRow change, String message, Instant now)
      throws SQLException {
    settled(sql, account, List.of(unexpected(sql, change, message)), now);
  }

  /** How a change ends of which this program fails. */
  static Decision.Settle unexpected(Sql sql, ChangeRow change, String message) throws SQLException {
    return unsent(sql, change, Outcome.FAILED, InternalErrors.CODE, message);
  }

  /** How a change ends that cannot be sent with its secrets of now. */
  static Decision.Settle unfit(Sql sql, ChangeRow change, Decision.Unfit decision)
      throws SQLException {
    return unsent(sql, change, Outcome.REJECTED, decision.code(), decision.message());
  }

  /** With that outcome, but where an earlier request of it may have been carried out. */
  private static Decision.Settle unsent(
      Sql sql, ChangeRow change, Outcome outcome, String code, String message) throws SQLException {
    Outcome actual = Attempts.mayHaveBeenApplied(sql, change) ? Outcome.UNKNOWN : outcome;
    return new Decision.Settle(change.seq(), actual, null, null, code, message, null);
  }

  /**
   * Settles changes of one account of which nothing was sent now, in a transaction in which no
   * other fails.
   *
   * @return those of them that were enqueued, still to be noted of the account
   */
  public Closed settled(
      Sql sql, LockedAccount account, List<Decision.Settle> decisions, Instant now)
      throws SQLException {
    FailedRows failed = new FailedRows();
    Closed closed = settled(sql, account, decisions, failed, now);
    count(sql, failed);
    return closed;
  }

  /**
   * Settles changes of one account of which nothing was sent now.
   *
   * @param failed is given those that fail, for {@link #count}
   * @return as {@link #settled(Sql, LockedAccount, List, Instant)}
   */
  Closed settled(
      Sql sql,
      LockedAccount account,
      List<Decision.Settle> decisions,
      FailedRows failed,
      Instant now)
      throws SQLException {
    List<Ended> ended = end(sql, decisions, now);
    return follow(sql, account, ended, namesBefore(sql, settled(ended)), failed);
  }

  /**
   * Settles changes of one account.
   *
   * @param names as {@link LedgerDirectory#follow} found them
   * @param failed as above
   * @return as {@link #settled(Sql, LockedAccount, List, Instant)}
   */
  Closed settled(
      Sql sql,
      LockedAccount account,
      List<Decision.Settle> decisions,
      Map<Long, String> names,
      FailedRows failed,
      Instant now)
      throws SQLException {
    return follow(sql, account, end(sql, decisions, now), names, failed);
  }

  /** Counts what has failed in this transaction, which settles nothing that fails after that. */
  void count(Sql sql, FailedRows failed) throws SQLException {
    limits.count(sql, failed);
  }

  private Closed follow(
      Sql sql, LockedAccount account, List<Ended> ended, Map<Long, String> names, FailedRows failed)
      throws SQLException {
    List<SettledChange> changes = settled(ended);
    for (SettledChange one : changes) {
      if (one.change().accountId() != account.id()) {
        throw new IllegalArgumentException(
            "change " + one.change().seq() + " is not of " + account);
      }
    }
    notApplied(sql, changes);
    Applied.note(
        sql,
        changes.stream().filter(SettledChange::isDone).map(one -> applied(one, names)).toList());
    order.settled(sql, account, changes.stream().map(one -> one.change().seq()).toList());
    openDeadLetters(sql, changes);
    ended.stream()
        .filter(Ended::isFailedRow)
        .forEach(one -> failed.add(one.settled.change(), one.hasDuplicates));
    return changes.stream()
        .map(SettledChange::change)
        .filter(ChangeRow::wasEnqueued)
        .map(change -> new Closed(1, change.rank()))
        .reduce(Closed.NONE, Closed::and);
  }

  private static List<SettledChange> settled(List<Ended> ended) {
    return ended.stream().map(Ended::settled).toList();
  }

  /** The outcome of changes, and of their duplicates; returns the changes as they are then. */
  private static List<Ended> end(Sql sql, List<Decision.Settle> decisions, Instant now)
      throws SQLException {
    List<Ended> closed = close(sql, decisions, now);
    List<SettledChange> changes = settled(closed);
    Outcomes.insert(sql, changes, now);
    freeIds(sql, changes);
    settleDuplicates(sql, closed, now);
    if (!changes.stream().map(SettledChange::change).allMatch(ChangeRow::isMessage)) {
      sql.onCommit(Signal.of(Signal.Kind.JOBS));
    }
    return closed;
  }

  private void openDeadLetters(Sql sql, List<SettledChange> changes) throws SQLException {
    for (SettledChange one : changes) {
      if (needsPerson(one.change(), one.decision().outcome())) {
        deadLetters.open(sql, one.change(), one.decision());
      }
    }
  }

  private static boolean needsPerson(ChangeRow change, Outcome outcome) {
    return switch (outcome) {
      case FAILED, UNKNOWN -> true;
      case REJECTED -> change.isMessage();
      case APPLIED, NO_OP, SUPERSEDED, CANCELLED -> false;
    };
  }

  /**
   * A change that has its outcome now.
   *
   * @param hasDuplicates whether others have the outcome of this one
   */
  private record Ended(SettledChange settled, boolean hasDuplicates) {
    /** A replay has no part in the outcome of its row. */
    boolean isFailedRow() {
      return FailureLimits.isFailure(settled.decision().outcome())
          && settled.change().replay() == 0;
    }
  }

  private static List<Ended> close(Sql sql, List<Decision.Settle> decisions, Instant now)
      throws SQLException {
    Map<Long, Decision.Settle> bySeq = new LinkedHashMap<>();
    decisions.forEach(decision -> bySeq.put(decision.seq(), decision));
    Map<Long, Ended> closed = new HashMap<>();
    sql.listAll(
        CLOSE,
        row -> {
          ChangeRow change = ChangeRow.of(row);
          SettledChange settled = new SettledChange(change, bySeq.get(change.seq()));
          return closed.put(change.seq(), new Ended(settled, row.count("has_duplicates") == 1));
        },
        decisions.stream()
            .map(
                decision ->
                    new Object[] {
                      decision.resourceId(), now, decision.outcome().wireName(), decision.seq()
                    })
            .toList());
    List<Ended> inOrder = new ArrayList<>();
    for (long seq : bySeq.keySet()) {
      if (!closed.containsKey(seq)) {
        throw new IllegalArgumentException("change " + seq + " is not in delivery");
      }
      inOrder.add(closed.get(seq));
    }
    return inOrder;
  }

  /** A change that was rejected or withdrawn does not use up its id. */
  private static void freeIds(Sql sql, List<SettledChange> changes) throws SQLException {
    sql.updateEach(
        "DELETE FROM idempotency_key WHERE change_id = ? AND first_seq = ?",
        changes.stream()
            .filter(Settlement::freesItsId)
            .map(SettledChange::change)
            .map(change -> new Object[] {change.changeId(), change.seq()})
            .toList());
  }

  /** What was replayed has been sent once. */
  private static boolean freesItsId(SettledChange one) {
    return one.decision().outcome() == Outcome.REJECTED
        || (one.decision().outcome() == Outcome.CANCELLED && one.change().replay() == 0);
  }

  /**
   * The first outcome is the one that counts for its job, and that its duplicates wait for: that of
   * a replay is another one.
   */
  private static void settleDuplicates(Sql sql, List<Ended> changes, Instant now)
      throws SQLException {
    List<Decision.Settle> repeated =
        changes.stream()
            .filter(one -> one.hasDuplicates && one.settled.change().replay() == 0)
            .map(one -> one.settled.decision())
            .toList();
    if (!repeated.isEmpty()) {
      sql.onCommit(Signal.of(Signal.Kind.JOBS));
    }
    sql.updateEach(
        "UPDATE change SET outcome = ?, settled_at = ? WHERE duplicate_of = ?",
        repeated.stream()
            .map(one -> new Object[] {one.outcome().wireName(), now, one.seq()})
            .toList());
  }

  /** The known names of the objects that changes addressed by id, by the changes' numbers. */
  private static Map<Long, String> namesBefore(Sql sql, List<SettledChange> changes)
      throws SQLException {
    List<KnownObjects.Question> ids = new ArrayList<>();
    for (SettledChange one : changes) {
      ChangeRow change = one.change();
      if (one.isDone() && change.putInto() == null && change.objectId() != null) {
        ObjectKind kind = change.knownOperation().kind();
        ids.add(
            new KnownObjects.Question(change.accountId(), kind, change.objectId(), change.seq()));
      }
    }
    Map<Long, String> byChange = new HashMap<>();
    KnownObjects.withIds(sql, ids).forEach(one -> byChange.put(one.askedFor(), one.name()));
    return byChange;
  }

  private static Applied.Done applied(SettledChange one, Map<Long, String> names) {
    ChangeRow change = one.change();
    return new Applied.Done(
        change.accountId(),
        OrderedChange.facts(change),
        change.position(),
        change.revision(),
        change.objectId() == null ? one.decision().resourceId() : change.objectId(),
        names.get(change.seq()));
  }

  /** What a change may have done to its object it has not done, as far as is known. */
  private void notApplied(Sql sql, List<SettledChange> changes) throws SQLException {
    directory.notApplied(
        sql,
        changes.stream()
            .filter(one -> mayHaveBeenSent(one.decision().outcome()))
            .map(SettledChange::change)
            .filter(
                change ->
                    LedgerDirectory.altersName(
                        change.knownOperation(), Optional.ofNullable(change.givenName())))
            .map(ChangeRow::seq)
            .toList());
  }

  private static boolean mayHaveBeenSent(Outcome outcome) {
    return switch (outcome) {
      case FAILED, UNKNOWN, NO_OP, SUPERSEDED, CANCELLED -> true;
      case APPLIED, REJECTED -> false;
    };
  }

  /** Puts a change off. */
  public void again(Sql sql, ChangeRow change, Decision.Retry decision) throws SQLException {
    boolean lost = decision.lostAt() != null;
    int looked = decision.looked() ? 1 : 0;
    sql.update(
        """
        UPDATE change SET state = 'waiting', due_at = ?, phase = ?, attempts = ?, spent = ?,
          sent_at = ?, lost_at = ?, resource_id = ?, lookups = ?, reason = ?, secret_failures = 0
        WHERE seq = ?
        """,
        decision.due(),
        decision.phase().name(),
        change.attempts() + (decision.attemptUsed() ? 1 : 0),
        change.spent().plus(decision.spent()),
        lost ? lastSent(sql, change) : change.sentAt(),
        lost ? decision.lostAt() : change.lostAt(),
        decision.resourceId() == null ? change.resourceId() : decision.resourceId(),
        (lost ? 0 : change.lookups()) + looked,
        decision.reason(),
        change.seq());
  }

  /** Puts a change off whose secrets could not be had. */
  void noSecret(Sql sql, Decision.NoSecret decision) throws SQLException {
    sql.update(
        """
        UPDATE change SET state = 'waiting', due_at = ?, reason = ?,
          secret_failures = secret_failures + 1
        WHERE seq = ?
        """,
        decision.due(),
        decision.reason(),
        decision.seq());
  }

  /** Keeps what is known of the certificate that a change refers to now. */
  void otherCertificate(Sql sql, Decision.OtherCertificate decision, Instant now)
      throws SQLException {
    ClientCertificate certificate = decision.certificate();
    sql.update(
        """
        UPDATE change SET state = 'waiting', due_at = ?, certificate_thumbprint = ?,
          certificate_end = ?
        WHERE seq = ?
        """,
        now,
        certificate == null ? null : certificate.thumbprint(),
        certificate == null ? null : certificate.end(),
        decision.seq());
  }

  /** When the last request of the change itself left. */
  public static Instant lastSent(Sql sql, ChangeRow change) throws SQLException {
    return sql.number(
            "SELECT MAX(sent_at) AS n FROM attempt WHERE seq = ? AND kind = 'CHANGE'", change.seq())
        .map(Instant::ofEpochMilli)
        .orElse(change.sentAt());
  }
}
