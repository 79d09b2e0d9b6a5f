package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.ConfiguredAccounts;
import io.connectorroutes.ledger.Reports.SecretAway;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.TenantPauses.Paused;
import io.connectorroutes.ledger.TenantPauses.Rest;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.Workers;
import io.connectorroutes.ledger.claim.JdbcTenantPauses;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tenants with open changes or a pause, with why they wait: one statement, which reads no more
 * than entries of indexes and a few changes of each account.
 */
final class TenantSummaries {
  /** When the time of a change came. */
  private static final String SINCE =
      """
      CASE WHEN c.not_before > COALESCE(c.put_back_at, c.received_at) THEN c.not_before
        ELSE COALESCE(c.put_back_at, c.received_at) END\
      """;

  /**
   * {@code open} are all that are enqueued. The oldest one is looked for among the first changes of
   * the account's jobs: within a job they have the order of their arrival, replays aside.
   */
  private static final String SUMMARIES =
      """
      SELECT a.*, COALESCE(l.n, 0) AS later, l.due_at AS later_at, COALESCE(r.n, 0) AS recorded,
        (SELECT COUNT(*) FROM change c WHERE c.account_id = a.id AND c.state = 'waiting') AS ready,
        (SELECT COUNT(*) FROM change c WHERE c.account_id = a.id AND c.state = 'sending') AS sending,
        (SELECT COUNT(*) FROM change c WHERE c.account_id = a.id AND c.state = 'paused') AS paused,
        (SELECT j.name FROM job j WHERE j.id = (
           SELECT c.job_id FROM change c WHERE c.account_id = a.id AND c.state = 'paused'
           LIMIT 1)) AS paused_job,
        (SELECT COUNT(*) FROM worker k
         WHERE k.name = a.lease_worker AND k.seen_at >= ?) AS at_work,
        w.due_at, w.not_before, w.secret_failures, w.reason,
        s.due_at AS secret_at, s.reason AS secret_reason,
        h.failures, h.parked_until AS host_until, h.reason AS host_reason, h.since AS host_since,
        (WITH RECURSIVE head (job_id) AS (
           SELECT MIN(c.job_id) FROM change c
           WHERE c.account_id = a.id AND c.state IN ('waiting', 'blocked')
           UNION ALL
           SELECT (SELECT MIN(c.job_id) FROM change c
                   WHERE c.account_id = a.id AND c.state IN ('waiting', 'blocked')
                     AND c.job_id > head.job_id)
           FROM head WHERE head.job_id IS NOT NULL)
         SELECT MIN((SELECT SINCE FROM change c
                     WHERE c.account_id = a.id AND c.state IN ('waiting', 'blocked')
                       AND c.job_id = head.job_id
                     ORDER BY c.rank LIMIT 1)) FROM head) AS oldest
      FROM account a
      CROSS JOIN circuit_breaker h
      LEFT JOIN (SELECT account_id, COUNT(*) AS n, MIN(due_at) AS due_at FROM change
                 WHERE state = 'recorded' AND due_at IS NOT NULL GROUP BY account_id) l
        ON l.account_id = a.id
      LEFT JOIN (SELECT account_id, COUNT(*) AS n FROM change
                 WHERE state = 'recorded' AND due_at IS NULL AND problem_code IS NULL
                 GROUP BY account_id) r
        ON r.account_id = a.id
      LEFT JOIN change w ON w.seq =
        (SELECT c.seq FROM change c WHERE c.account_id = a.id AND c.state = 'waiting'
         ORDER BY c.due_at LIMIT 1)
      LEFT JOIN change s ON s.seq =
        (SELECT c.seq FROM change c
         WHERE c.account_id = a.id AND c.state = 'waiting' AND c.secret_failures > 0
         ORDER BY c.due_at, c.seq LIMIT 1)
      WHERE h.id = 1
        AND (a.open > 0 OR l.n IS NOT NULL OR r.n IS NOT NULL OR a.parked_until > ?
          OR a.paused_since IS NOT NULL)
      ORDER BY a.id
      """
          .replace("SINCE", SINCE);

  private final ConfiguredAccounts configured;
  private final Clock clock;

  /**
   * Why the next change is not sent.
   *
   * @param nextAt may be past
   */
  private record Wait(WaitReason reason, String message, Instant since, Instant nextAt) {}

  TenantSummaries(ConfiguredAccounts configured, Clock clock) {
    this.configured = configured;
    this.clock = clock;
  }

  /** All of them, in the order of their accounts. */
  List<TenantSummary> list(Sql sql) throws SQLException {
    Instant now = clock.instant();
    Map<String, List<Rest>> rests =
        JdbcTenantPauses.rests(sql).stream()
            .filter(rest -> rest.waiting() > 0)
            .collect(Collectors.groupingBy(Rest::account));
    return sql.list(
        SUMMARIES,
        row -> summary(row, rests.getOrDefault(row.text("account_key"), List.of()), now),
        now.minus(Workers.GONE_AFTER),
        now);
  }

  private TenantSummary summary(Row row, List<Rest> rests, Instant now) throws SQLException {
    long ready = row.number("ready");
    long sending = row.number("sending");
    // The counts are of one moment, and those of the account are kept with its changes.
    long paused = row.number("paused");
    long blocked = Math.max(0, row.number("open") - ready - sending - paused);
    Optional<Wait> wait = waits(row, rests, now).stream().min(Comparator.comparing(Wait::reason));
    long waiting = ready + blocked + paused + row.number("later") + row.number("recorded");
    return new TenantSummary(
        row.text("account_key"),
        row.text("alias"),
        waiting,
        blocked,
        row.time("paused_since") == null ? paused : waiting,
        sending,
        wait.map(Wait::reason).orElse(null),
        wait.map(Wait::message).orElse(null),
        wait.map(Wait::since).orElse(null),
        wait.map(Wait::nextAt).filter(now::isBefore).orElse(null),
        wait.isPresent() && wait.get().reason == WaitReason.NOT_CONFIGURED
            ? null
            : later(row, "parked_until", now),
        row.time("oldest"),
        row.numberOrNull("secret_at") == null
            ? null
            : new SecretAway(row.time("secret_at"), row.text("secret_reason")));
  }

  /** All that hold. */
  private List<Wait> waits(Row row, List<Rest> rests, Instant now) throws SQLException {
    List<Wait> waits = new ArrayList<>();
    configured
        .missing(row.text("account_key"), row.text("alias"))
        .ifPresent(why -> waits.add(new Wait(WaitReason.NOT_CONFIGURED, why, null, null)));
    paused(row).ifPresent(waits::add);
    refused(rests).ifPresent(waits::add);
    parked(row, now).ifPresent(waits::add);
    if (row.number("failures") > 0) {
      waits.add(
          new Wait(
              WaitReason.GRAPH_AWAY,
              row.text("host_reason"),
              row.time("host_since"),
              row.time("host_until")));
    }
    if (row.text("lease_token") != null) {
      waits.add(leased(row));
    }
    next(row, now).ifPresent(waits::add);
    if (row.number("paused") > 0 && row.number("ready") == 0 && row.number("sending") == 0) {
      String why = "job " + row.text("paused_job") + " is paused";
      waits.add(new Wait(WaitReason.PAUSED, why, null, null));
    }
    return waits;
  }

  /**
   * A worker that is there renews its lease as long as its call takes: when that is says nothing.
   */
  private static Wait leased(Row row) throws SQLException {
    return row.number("at_work") > 0
        ? new Wait(WaitReason.LEASED, null, null, null)
        : new Wait(WaitReason.LEASED, "its worker ended", null, row.time("lease_until"));
  }

  private static Optional<Wait> paused(Row row) throws SQLException {
    Instant since = row.time("paused_since");
    return since == null
        ? Optional.empty()
        : Optional.of(
            new Wait(
                WaitReason.PAUSED,
                new Paused(row.text("account_key"), row.text("alias"), since).reason(),
                since,
                null));
  }

  /** Others may go on meanwhile. */
  private static Optional<Wait> refused(List<Rest> rests) {
    return rests.stream()
        .min(Comparator.comparing(Rest::nextAt))
        .map(
            first ->
                new Wait(
                    WaitReason.REFUSED,
                    rests.stream().map(Rest::reason).collect(Collectors.joining("; ")),
                    rests.stream().map(Rest::since).min(Comparator.naturalOrder()).orElse(null),
                    first.nextAt()));
  }

  /** A pause for want of a token goes on until a request is answered, tried in between or not. */
  private static Optional<Wait> parked(Row row, Instant now) throws SQLException {
    Optional<WaitReason> kind = Optional.ofNullable(row.text("park_kind")).flatMap(WaitReason::of);
    String message = row.text("park_reason");
    Instant since = row.time("parked_since");
    Instant until = later(row, "parked_until", now);
    boolean goesOn =
        until != null || (since != null && kind.filter(WaitReason::needsPerson).isPresent());
    return goesOn ? kind.map(why -> new Wait(why, message, since, until)) : Optional.empty();
  }

  /** What the change waits for that is due the first. */
  private static Optional<Wait> next(Row row, Instant now) throws SQLException {
    Instant due = row.time("due_at");
    Instant laterAt = row.time("later_at");
    if (laterAt != null && (due == null || laterAt.isBefore(due))) {
      return laterAt.isAfter(now)
          ? Optional.of(new Wait(WaitReason.NOT_BEFORE, null, null, laterAt))
          : Optional.empty();
    }
    if (due == null) {
      return Optional.empty();
    }
    if (!due.isAfter(now)) {
      Instant free = later(row, "free_at", now);
      return Optional.ofNullable(free).map(at -> new Wait(WaitReason.BUDGET, null, null, at));
    }
    if (row.count("secret_failures") > 0) {
      return Optional.of(new Wait(WaitReason.SECRET_AWAY, row.text("reason"), null, due));
    }
    return Optional.of(
        due.equals(row.time("not_before"))
            ? new Wait(WaitReason.NOT_BEFORE, null, null, due)
            : new Wait(WaitReason.RETRY, row.text("reason"), null, due));
  }

  private static Instant later(Row row, String column, Instant now) throws SQLException {
    Instant time = row.time(column);
    return time != null && time.isAfter(now) ? time : null;
  }
}
