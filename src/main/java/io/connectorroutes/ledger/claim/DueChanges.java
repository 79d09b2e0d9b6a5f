package io.connectorroutes.ledger.claim;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.PermissionNeeds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads what is due of one account. */
public final class DueChanges {

  /** What is wanted of the job of a change that is due. */
  enum Wanted {
    SENT,
    PAUSED,
    WITHDRAWN
  }

  /** A change that is due, with its payload. */
  record Due(ChangeRow row, DueChange change, Wanted wanted) {
    @Override
    public String toString() {
      return change.toString();
    }
  }

  /**
   * Changes that are due.
   *
   * @param free how many requests may leave; no more changes are here, and one or more where there
   *     are any
   */
  record Loaded(List<Due> changes, int free) {
    private List<Long> ranks() {
      return changes.stream().map(due -> due.row.rank()).toList();
    }

    /**
     * The last ones make room for others, whose ranks were not passed.
     *
     * @param areFirst whether a call that takes only some of them takes the others
     */
    Loaded makingRoomFor(List<Due> others, int most, boolean areFirst) {
      List<Due> kept = changes.subList(0, Math.min(changes.size(), most - others.size()));
      List<Due> all = new ArrayList<>(areFirst ? others : kept);
      all.addAll(areFirst ? kept : others);
      return new Loaded(List.copyOf(all), free);
    }
  }

  /** With the plus, SQLite reads them in order, and does not sort all that are due. */
  private static final String DUE =
      "WHERE c.account_id = ? AND c.state = 'waiting' AND +c.due_at <= ? ";

  private static final String WANTED =
      """
      (SELECT CASE WHEN j.cancelled_to >= c.seq AND c.replay = 0 THEN 'WITHDRAWN'
          WHEN j.paused = 1 THEN 'PAUSED' ELSE 'SENT' END
        FROM job j WHERE j.id = c.job_id) AS wanted
      """;

  /** Each that is due has a rank; the first one is 1. */
  private static final String RANKED = "AND c.rank >= ? ";

  private static final long ANY_RANK = 0;

  private static final String NEEDING = "AND " + PermissionNeeds.OF_CHANGE + " = ? ";

  private static final Comparator<Due> BY_RANK =
      Comparator.comparing((Due due) -> due.row.rank()).thenComparing(due -> due.row.seq());

  private final Payloads payloads;
  private final SlidingWindow slots;

  public DueChanges(Payloads payloads, RequestBudget budget) {
    this.payloads = payloads;
    this.slots = new SlidingWindow(budget);
  }

  SlidingWindow slots() {
    return slots;
  }

  /**
   * Those that are due and may be sent, by rank, as far as {@link PassedRanks} leaves them all to
   * the lowest ranks. Needs the account's lock.
   *
   * @param rests what rests; where it is time to try that, one change that does so is all
   */
  Loaded load(
      Sql sql,
      long id,
      String account,
      PassedRanks passed,
      PermissionRests rests,
      Instant now,
      int limit)
      throws SQLException {
    for (int need : rests.toBeTried(now)) {
      Loaded tries = load(sql, account, rests, 1, id, now, DUE + NEEDING, id, now, need);
      if (!tries.changes.isEmpty()) {
        return tries;
      }
    }
    Loaded first = byRank(sql, id, account, rests, now, limit, ANY_RANK);
    int most = Math.min(limit, first.free);
    int others = passed.others(most, first.ranks());
    return others == 0
        ? first
        : first.makingRoomFor(
            byRank(sql, id, account, rests, now, others, passed.last()).changes,
            most,
            passed.areOthersFirst());
  }

  private Loaded byRank(
      Sql sql, long id, String account, PermissionRests rests, Instant now, int limit, long least)
      throws SQLException {
    if (!rests.isAny()) {
      return load(sql, account, rests, limit, id, now, DUE + RANKED, id, now, least);
    }
    List<Loaded> each = new ArrayList<>();
    for (int need : rests.free()) {
      each.add(
          load(sql, account, rests, limit, id, now, DUE + RANKED + NEEDING, id, now, least, need));
    }
    int free = each.stream().mapToInt(Loaded::free).max().orElse(0);
    return new Loaded(
        each.stream()
            .flatMap(one -> one.changes.stream())
            .sorted(BY_RANK)
            .limit(Math.min(limit, Math.max(0, free)))
            .toList(),
        free);
  }

  /** That change, where it is due and may be sent. Needs the account's lock. */
  Loaded loadOne(
      Sql sql, long accountId, String account, PermissionRests rests, Instant now, long seq)
      throws SQLException {
    Loaded one =
        load(sql, account, rests, 1, accountId, now, DUE + "AND c.seq = ? ", accountId, now, seq);
    return new Loaded(
        one.changes.stream().filter(due -> rests.maySend(due.change, now)).toList(), one.free);
  }

  private Loaded load(
      Sql sql,
      String account,
      PermissionRests rests,
      int limit,
      long accountId,
      Instant now,
      String which,
      Object... whichArguments)
      throws SQLException {
    List<Object> arguments = new ArrayList<>(slots.arguments(accountId, now));
    arguments.addAll(List.of(whichArguments));
    arguments.add(limit);
    arguments.add(limit);
    AtomicInteger free = new AtomicInteger();
    List<Due> due =
        sql.list(
            "WITH slots AS (SELECT "
                + slots.free()
                + " AS free) SELECT "
                + ChangeRow.COLUMNS
                + ", payload, certificate_thumbprint, certificate_end, secret_failures, traceparent"
                + ", COALESCE(put_back_at, received_at) AS accepted_at"
                + ", "
                + WANTED
                + ","
                + " (SELECT free FROM slots) AS free FROM change c "
                + which
                + "ORDER BY c.rank, c.seq LIMIT (SELECT CASE WHEN free < 0 THEN 0"
                + " WHEN free < ? THEN free ELSE ? END FROM slots)",
            row -> {
              free.set(row.count("free"));
              return due(row, account, rests);
            },
            arguments.toArray());
    return new Loaded(due, free.get());
  }

  /** Whether that change is due. */
  static boolean isDue(Sql sql, long accountId, Instant now, long seq) throws SQLException {
    return sql.exists("SELECT 1 FROM change c " + DUE + "AND c.seq = ?", accountId, now, seq);
  }

  /**
   * The numbers of those that are due and may be sent, by what they need where something rests, and
   * so that ranks that were passed and others come first by turns: nothing of them is read. All
   * that {@link #load} chooses are among them.
   */
  static Collection<Long> seqs(Sql sql, long id, PermissionRests rests, Instant now, int limit)
      throws SQLException {
    PassedRanks passed = PassedRanks.of(sql, id);
    List<Long> lowest = seqs(sql, id, rests, now, limit, ANY_RANK);
    List<Long> others = seqs(sql, id, rests, now, limit, passed.last());
    Set<Long> seqs = new LinkedHashSet<>();
    for (int need : rests.toBeTried(now)) {
      seqs.addAll(seqs(sql, DUE + NEEDING, id, now, need, 1));
    }
    seqs.addAll(passed.areOthersFirst() ? others : lowest);
    seqs.addAll(lowest);
    seqs.addAll(others);
    return seqs;
  }

  private static List<Long> seqs(
      Sql sql, long id, PermissionRests rests, Instant now, int limit, long least)
      throws SQLException {
    if (!rests.isAny()) {
      return seqs(sql, DUE + RANKED, id, now, least, limit);
    }
    List<Long> seqs = new ArrayList<>();
    for (int need : rests.free()) {
      seqs.addAll(seqs(sql, DUE + RANKED + NEEDING, id, now, least, need, limit));
    }
    return seqs;
  }

  private static List<Long> seqs(Sql sql, String which, Object... arguments) throws SQLException {
    return sql.list(
        "SELECT c.seq FROM change c " + which + "ORDER BY c.rank, c.seq LIMIT ?",
        row -> row.number("seq"),
        arguments);
  }

  private Due due(Row row, String account, PermissionRests rests) throws SQLException {
    ChangeRow change = ChangeRow.of(row);
    ConnectorChange content = payloads.change(row);
    DueChange due =
        new DueChange(
            change.seq(),
            change.jobId(),
            change.tenant(),
            account,
            content,
            change.phase(),
            change.attempts(),
            change.spent(),
            change.replay(),
            change.sentAt(),
            change.lostAt(),
            change.resourceId(),
            change.lookups(),
            row.time("accepted_at"),
            certificate(row),
            row.count("secret_failures"),
            row.text("traceparent"),
            rests.among(content));
    return new Due(change, due, Wanted.valueOf(row.text("wanted")));
  }

  private static ClientCertificate certificate(Row row) throws SQLException {
    String thumbprint = row.text("certificate_thumbprint");
    return thumbprint == null
        ? null
        : new ClientCertificate(thumbprint, row.time("certificate_end"));
  }
}
