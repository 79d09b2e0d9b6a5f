package io.connectorroutes.ledger;

import io.connectorroutes.change.ConnectorChange;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes received rows, and tells new changes, duplicates and reused ids apart. Needs the lock of
 * {@link Numbering#CHANGES}.
 */
final class Received {
  /** What a sender may write freely is cut to these lengths where it stands unencrypted. */
  private static final int SHORT = 200;

  private static final int LONG = 1000;

  /**
   * A change that used its id up.
   *
   * @param outcome where it is not kept any more; else null
   */
  private record Known(byte[] contentMac, long firstSeq, String outcome) {
    @Override
    public String toString() {
      return "Known[" + firstSeq + "]";
    }
  }

  private final Payloads payloads;
  private final Accounts accounts;
  private final Dialect dialect;

  Received(Payloads payloads, Accounts accounts, Dialect dialect) {
    this.payloads = payloads;
    this.accounts = accounts;
    this.dialect = dialect;
  }

  /** Writes one row under that number. */
  void insert(Sql sql, long jobId, long seq, ReceivedRow row, Instant now) throws SQLException {
    if (row.problem() != null) {
      insertRejected(sql, jobId, seq, row, now);
      return;
    }
    byte[] mac = payloads.contentMac(row.change());
    Optional<Known> known = known(sql, row.changeId());
    if (known.isPresent()) {
      insertKnown(sql, jobId, seq, row, mac, known.get(), now);
    } else {
      remember(sql, row.changeId(), mac, seq);
      insertChange(sql, jobId, seq, row, mac, now);
    }
  }

  /**
   * A rejected change does not use up its id, but its message does: one that the broker delivers
   * again, since its acknowledgement was lost, has its outcome.
   */
  private void insertRejected(Sql sql, long jobId, long seq, ReceivedRow row, Instant now)
      throws SQLException {
    insertChange(sql, jobId, seq, row, null, now);
    if (row.brokerMessageId() == null) {
      return;
    }
    byte[] mac = payloads.messageMac(jobId, row);
    // A blank is in no change's id.
    String message = "message " + HexFormat.of().formatHex(mac);
    Optional<Known> known = known(sql, message);
    if (known.isPresent()) {
      markDuplicate(sql, seq, known.get().firstSeq, now);
    } else {
      remember(sql, message, mac, seq);
    }
  }

  private static void remember(Sql sql, String id, byte[] mac, long seq) throws SQLException {
    sql.update(
        "INSERT INTO known_id (change_id, content_mac, first_seq) VALUES (?, ?, ?)", id, mac, seq);
  }

  private static Optional<Known> known(Sql sql, String changeId) throws SQLException {
    return sql.first(
        "SELECT content_mac, first_seq, outcome FROM known_id WHERE change_id = ?",
        row -> new Known(row.bytes("content_mac"), row.number("first_seq"), row.text("outcome")),
        changeId);
  }

  private void insertKnown(
      Sql sql, long jobId, long seq, ReceivedRow row, byte[] mac, Known known, Instant now)
      throws SQLException {
    if (MessageDigest.isEqual(mac, known.contentMac)) {
      insertChange(sql, jobId, seq, row, mac, now);
      if (known.outcome == null) {
        markDuplicate(sql, seq, known.firstSeq, now);
      } else {
        markDuplicateOfGone(sql, seq, known.outcome, now);
      }
    } else {
      insertRejected(sql, jobId, seq, reused(row), now);
    }
  }

  private static ReceivedRow reused(ReceivedRow row) {
    return new ReceivedRow(
        row.row(),
        row.changeId(),
        row.change(),
        row.operation(),
        row.tenant(),
        row.account(),
        row.target(),
        row.original(),
        new ReceivedRow.Problem(
            null,
            "changeIdReused",
            "changeId reused: "
                + row.changeId()
                + " is known with other content, and that one stands; send this under a new"
                + " changeId"),
        row.brokerMessageId(),
        row.headerNames());
  }

  /** The first one is locked: it may be getting its outcome at this moment. */
  private void markDuplicate(Sql sql, long seq, long firstSeq, Instant now) throws SQLException {
    String outcome =
        sql.list(
                "SELECT outcome FROM change WHERE seq = ?" + dialect.forUpdate(),
                row -> row.text("outcome"),
                firstSeq)
            .get(0);
    duplicate(sql, seq, firstSeq, outcome, now);
  }

  private static void duplicate(Sql sql, long seq, long of, String outcome, Instant now)
      throws SQLException {
    sql.update(
        """
        UPDATE change SET state = 'duplicate', duplicate_of = ?, gives_kind = NULL,
          gives_name = NULL, outcome = ?, settled_at = ?
        WHERE seq = ?
        """,
        of,
        outcome,
        outcome == null ? null : now,
        seq);
  }

  /** It carries the outcome itself, for its job's result files; that one was told long ago. */
  private static void markDuplicateOfGone(Sql sql, long seq, String outcome, Instant now)
      throws SQLException {
    duplicate(sql, seq, seq, outcome, now);
    sql.update(
        """
        INSERT INTO outcome (outcome_id, seq, replay, settled_at, outcome, attempts,
          graph_requests, told)
        VALUES (?, ?, 0, ?, ?, 0, 0, 1)
        """,
        UUID.randomUUID().toString(),
        seq,
        now,
        outcome);
  }

  private void insertChange(Sql sql, long jobId, long seq, ReceivedRow row, byte[] mac, Instant now)
      throws SQLException {
    ConnectorChange valid = row.problem() == null ? row.change() : null;
    ReceivedRow.Problem problem = row.problem();
    Optional<TargetKey.Name> given = Optional.ofNullable(valid).flatMap(TargetKey::given);
    Optional<TargetKey.Name> used = Optional.ofNullable(valid).flatMap(TargetKey::used);
    sql.update(
        """
        INSERT INTO change (seq, job_id, row_no, change_id, account_id, tenant, operation, target,
          received_at, payload, original, content_mac, problem_field, problem_code,
          problem_message, broker_message_id, header_names, revision, not_before, gives_kind,
          gives_name, uses_kind, uses_name, takes_name, line_key, state, phase)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          'recorded', 'SEND')
        """,
        seq,
        jobId,
        row.row(),
        row.changeId(),
        row.account() == null ? null : accounts.ensure(sql, row.account(), row.tenant()),
        cut(row.tenant(), SHORT),
        cut(row.operation(), SHORT),
        cut(row.target(), LONG),
        now,
        payloads.sealChange(seq, row.change()),
        payloads.sealOriginal(seq, row.original()),
        mac,
        problem == null ? null : cut(problem.field(), LONG),
        problem == null ? null : problem.code(),
        problem == null ? null : problem.message(),
        row.brokerMessageId(),
        cut(row.headerNames(), LONG),
        valid == null ? null : valid.revision(),
        valid == null ? null : valid.notBefore(),
        given.map(name -> name.kind().name()).orElse(null),
        given.map(TargetKey.Name::name).orElse(null),
        used.map(name -> name.kind().name()).orElse(null),
        used.map(TargetKey.Name::name).orElse(null),
        Optional.ofNullable(valid).flatMap(TargetKey::taken).map(TargetKey.Name::name).orElse(null),
        valid == null ? null : TargetKey.of(valid));
  }

  private static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }
}
