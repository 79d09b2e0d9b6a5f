package io.connectorroutes.ledger.table;

import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of table {@code change} without its payload; the columns are explained in the migration
 * script.
 */
public record ChangeRow(
    long seq,
    long jobId,
    int rowNumber,
    String changeId,
    Long accountId,
    String tenant,
    String operation,
    String target,
    Instant receivedAt,
    String problemField,
    String problemCode,
    String problemMessage,
    Long revision,
    Instant notBefore,
    String objectId,
    String objectName,
    String givenName,
    String putInto,
    Long position,
    Long place,
    int counter,
    boolean overtaken,
    String state,
    Instant dueAt,
    Long rank,
    Phase phase,
    int attempts,
    Duration spent,
    int replay,
    Instant sentAt,
    Instant lostAt,
    String resourceId,
    int lookups,
    String reason,
    String outcome) {

  /** What {@link #of} reads, without a payload. */
  public static final String COLUMNS =
      """
      seq, job_id, row_no, change_id, account_id, tenant, operation, target, received_at,
        problem_field, problem_code, problem_message, revision, not_before, object_id,
        object_name, given_name, put_into, position, place, counter, overtaken, state, due_at,
        rank, phase, attempts, spent, replay, sent_at, lost_at, resource_id, lookups, reason,
        outcome
      """;

  private static final String SELECT = "SELECT " + COLUMNS + "FROM change WHERE ";

  public static ChangeRow of(Row row) throws SQLException {
    return new ChangeRow(
        row.number("seq"),
        row.number("job_id"),
        row.count("row_no"),
        row.text("change_id"),
        row.numberOrNull("account_id"),
        row.text("tenant"),
        row.text("operation"),
        row.text("target"),
        row.time("received_at"),
        row.text("problem_field"),
        row.text("problem_code"),
        row.text("problem_message"),
        row.numberOrNull("revision"),
        row.time("not_before"),
        row.text("object_id"),
        row.text("object_name"),
        row.text("given_name"),
        row.text("put_into"),
        row.numberOrNull("position"),
        row.numberOrNull("place"),
        row.count("counter"),
        row.count("overtaken") == 1,
        row.text("state"),
        row.time("due_at"),
        row.numberOrNull("rank"),
        Phase.valueOf(row.text("phase")),
        row.count("attempts"),
        Duration.ofMillis(row.number("spent")),
        row.count("replay"),
        row.time("sent_at"),
        row.time("lost_at"),
        row.text("resource_id"),
        row.count("lookups"),
        row.text("reason"),
        row.text("outcome"));
  }

  /** The change of that number. */
  public static Optional<ChangeRow> find(Sql sql, long seq) throws SQLException {
    return sql.first(SELECT + "seq = ?", ChangeRow::of, seq);
  }

  /** The changes of those numbers, in order. */
  public static List<ChangeRow> find(Sql sql, List<Long> seqs) throws SQLException {
    return seqs.isEmpty()
        ? List.of()
        : sql.list(
            SELECT + "seq IN " + Sql.in(seqs.size()) + " ORDER BY seq",
            ChangeRow::of,
            seqs.toArray());
  }

  public boolean isProblem() {
    return problemCode != null;
  }

  public boolean isMessage() {
    return rowNumber == 0;
  }

  /** Whether it is to be enqueued. */
  public boolean isRecorded() {
    return state.equals("recorded");
  }

  /** Whether it is due or being sent: it may be settled or put off. */
  public boolean isInDelivery() {
    return state.equals("waiting") || state.equals("sending");
  }

  /** Whether it is being sent. */
  public boolean isSending() {
    return state.equals("sending");
  }

  /** Whether it was being sent when its ledger had another order, and has no place yet. */
  public boolean isSentUnordered() {
    return isSending() && place == null;
  }

  /** Whether it was enqueued since it was accepted, or replayed. */
  public boolean wasEnqueued() {
    return place != null;
  }

  /** Whether its object is gone once it is applied. */
  public boolean isDelete() {
    return knownOperation().isDelete();
  }

  /** The operation of a valid change. */
  public Operation knownOperation() {
    return Operation.of(operation).orElseThrow();
  }

  @Override
  public String toString() {
    return "ChangeRow[" + seq + " " + state + "]";
  }
}
