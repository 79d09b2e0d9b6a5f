package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetter.Discarded;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.DeadLetterRows;
import io.connectorroutes.ledger.table.Outcomes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads dead letters with all that a person needs. */
public final class DeadLetterReader {
  private record Found(
      long id, String name, long seq, int replay, String cause, Discarded discarded) {}

  private final Payloads payloads;

  public DeadLetterReader(Payloads payloads) {
    this.payloads = payloads;
  }

  /** The first dead letter that the condition and order on {@code d} select. */
  Optional<DeadLetter> first(Sql sql, String condition, Object... arguments) throws SQLException {
    Optional<Found> found =
        sql.first(
            "SELECT d.id, d.name, d.seq, d.replay, d.cause, d.discarded_at, d.discarded_by,"
                + " d.discard_reason FROM dead_letter d WHERE "
                + condition,
            row ->
                new Found(
                    row.number("id"),
                    row.text("name"),
                    row.number("seq"),
                    row.count("replay"),
                    row.text("cause"),
                    DeadLetterRows.discarded(row)),
            arguments);
    return found.isEmpty() ? Optional.empty() : Optional.of(complete(sql, found.get()));
  }

  private DeadLetter complete(Sql sql, Found found) throws SQLException {
    OutcomeRecord outcome =
        sql.first(
                Outcomes.SELECT + "WHERE o.seq = ? AND o.replay = ?",
                Outcomes::of,
                found.seq,
                found.replay)
            .orElseThrow();
    List<AttemptRecord> attempts = Attempts.ofChange(sql, found.seq, found.replay);
    List<String> followers = followers(sql, found.seq);
    return sql.first(
            """
            SELECT seq, payload, original, broker_message_id, header_names, refused_fields,
              problem_field
            FROM change WHERE seq = ?
            """,
            row -> {
              Payloads.Content content = payloads.content(row, "seq");
              return new DeadLetter(
                  found.id,
                  found.name,
                  found.cause,
                  outcome,
                  Outcomes.refused(row),
                  content.original(),
                  content.changeJson(),
                  attempts,
                  found.replay,
                  row.text("broker_message_id"),
                  row.text("header_names"),
                  followers,
                  found.discarded);
            },
            found.seq)
        .orElseThrow();
  }

  private static List<String> followers(Sql sql, long seq) throws SQLException {
    ChangeRow change = ChangeRow.find(sql, seq).orElseThrow();
    return change.position() == null
        ? List.of()
        : FormerTarget.of(sql, change).followers(sql, change);
  }
}
