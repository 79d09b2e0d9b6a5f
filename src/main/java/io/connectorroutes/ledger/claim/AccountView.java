package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.order.TargetKey;
import io.connectorroutes.ledger.table.Attempts;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;

/** What the ledger knows of one account, inside a transaction or outside. */
final class AccountView implements LedgerView {

  /** Runs a query somewhere. */
  interface Reader {
    <T> T read(Sql.Work<T> work);
  }

  private static final String ACCOUNT =
      "account_id = (SELECT id FROM account WHERE account_key = ?)";

  private final Reader reader;
  private final String account;
  private final Clock clock;

  AccountView(Reader reader, String account, Clock clock) {
    this.reader = reader;
    this.account = account;
    this.clock = clock;
  }

  /** A view from within a transaction. */
  static AccountView within(Sql sql, String account, Clock clock) {
    return new AccountView(new Within(sql), account, clock);
  }

  private record Within(Sql sql) implements Reader {
    @Override
    public <T> T read(Sql.Work<T> work) {
      try {
        return work.run(sql);
      } catch (SQLException e) {
        throw new ViewFailure(e);
      }
    }
  }

  /** Carries a database error through a planner, which knows none. */
  static final class ViewFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ViewFailure(SQLException cause) {
      super(cause);
    }

    @Override
    public synchronized SQLException getCause() {
      return (SQLException) super.getCause();
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public int hostFailures() {
    return reader.read(HostCircuitBreaker::failures);
  }

  @Override
  public boolean knewBefore(ObjectKind kind, String objectId, Instant time) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM known_object WHERE "
                    + ACCOUNT
                    + " AND kind = ? AND object_id = ? AND first_seen < ?",
                account,
                kind.name(),
                objectId,
                time));
  }

  @Override
  public boolean createdSince(ObjectKind kind, String objectId, Instant time) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM known_object WHERE "
                    + ACCOUNT
                    + " AND kind = ? AND object_id = ? AND created_at >= ?",
                account,
                kind.name(),
                objectId,
                time));
  }

  @Override
  public boolean mayHaveBeenDone(long seq) {
    return reader.read(sql -> Attempts.isInDoubt(sql, seq));
  }

  @Override
  public boolean nameGivenSince(ObjectKind kind, String name, Instant time) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM change WHERE "
                    + ACCOUNT
                    + """
                     AND gives_kind = ? AND gives_name = ? AND outcome = 'applied'
                      AND settled_at >= ?
                    """,
                account,
                kind.name(),
                TargetKey.bounded(name),
                time));
  }

  @Override
  public boolean nameWillExist(ObjectKind kind, String name, long exceptSeq) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM change WHERE "
                    + ACCOUNT
                    + """
                     AND gives_kind = ? AND gives_name = ? AND state <> 'settled' AND seq <> ?
                      AND (state <> 'recorded' OR NOT EXISTS
                        (SELECT 1 FROM job j WHERE j.id = job_id AND j.state = 'recording'))
                    """,
                account,
                kind.name(),
                TargetKey.bounded(name),
                exceptSeq));
  }

  @Override
  public boolean stillHasName(ObjectKind kind, String name, String objectId, Instant listedAt) {
    String bounded = TargetKey.bounded(name);
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM known_object o WHERE o."
                    + ACCOUNT
                    + """
                     AND o.kind = ? AND o.object_id = ? AND o.name = ? AND NOT EXISTS (
                       SELECT 1 FROM change c
                       WHERE c.account_id = o.account_id AND c.gives_kind = o.kind
                         AND c.gives_name = ? AND c.gives_name IS NOT NULL
                         AND c.outcome = 'applied' AND c.settled_at >= ?
                         AND (c.resource_id IS NULL OR c.resource_id <> o.object_id))
                    """,
                account,
                kind.name(),
                objectId,
                bounded,
                bounded,
                listedAt));
  }

  @Override
  public boolean appliedSince(ObjectKind kind, String objectId, Instant time) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM target_alias a JOIN target t ON t.id = a.target_id JOIN change c"
                    + " ON c.target_id = t.id AND c.position = t.applied_position WHERE a."
                    + ACCOUNT
                    + " AND a.line_key = ? AND c.settled_at >= ?",
                account,
                TargetKey.ofId(kind, objectId),
                time));
  }

  @Override
  public boolean deletedSince(ObjectKind kind, Instant time) {
    Operation delete =
        Arrays.stream(Operation.values())
            .filter(operation -> operation.kind() == kind && operation.isDelete())
            .findFirst()
            .orElseThrow();
    return deleted("a.closed_at >= ? AND a.sent = 1", delete, time)
        || deleted("a.closed_at IS NULL AND a.sent_at >= ?", delete, Instant.EPOCH);
  }

  private boolean deleted(String condition, Operation delete, Instant time) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM attempt a JOIN change c ON c.seq = a.seq WHERE a."
                    + ACCOUNT
                    + " AND a.method = 'DELETE' AND c.operation = ? AND "
                    + condition,
                account,
                delete.wireName(),
                time));
  }

  @Override
  public boolean nameGivenTo(ObjectKind kind, String name, String objectId, long exceptSeq) {
    return gaveTo("c.state <> 'settled'", kind, name, objectId, exceptSeq)
        || gaveTo("c.outcome = 'applied'", kind, name, objectId, exceptSeq);
  }

  private boolean gaveTo(
      String condition, ObjectKind kind, String name, String objectId, long exceptSeq) {
    return reader.read(
        sql ->
            sql.exists(
                "SELECT 1 FROM change c JOIN attempt a ON a.seq = c.seq WHERE c."
                    + ACCOUNT
                    + " AND c.gives_kind = ? AND c.gives_name = ? AND c.gives_name IS NOT NULL AND "
                    + condition
                    + " AND c.seq <> ? AND a.kind = 'CHANGE' AND a.object_id = ?",
                account,
                kind.name(),
                TargetKey.bounded(name),
                exceptSeq,
                objectId));
  }
}
