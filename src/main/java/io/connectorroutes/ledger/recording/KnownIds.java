package io.connectorroutes.ledger.recording;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.KnownChange;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.ledger.encryption.Payloads;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks up, for rows that are not to be recorded now, who used their ids before. */
public final class KnownIds {
  private record Earlier(byte[] mac, Instant receivedAt, Outcome outcome) {
    @Override
    public String toString() {
      return "Earlier";
    }
  }

  private final Database database;
  private final Payloads payloads;

  public KnownIds(Database database, Payloads payloads) {
    this.database = database;
    this.payloads = payloads;
  }

  /** See {@link Recorder#known}. */
  Map<Integer, KnownChange> of(List<ReceivedRow> rows) {
    Object[] ids =
        rows.stream()
            .filter(row -> row.compared() != null)
            .map(ReceivedRow::changeId)
            .distinct()
            .toArray();
    if (ids.length == 0) {
      return Map.of();
    }
    Map<String, Earlier> earlier = database.read(sql -> earlier(sql, Sql.padded(ids)));
    Map<Integer, KnownChange> known = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      ReceivedRow row = rows.get(i);
      Earlier first = row.compared() == null ? null : earlier.get(row.changeId());
      if (first != null) {
        known.put(i, new KnownChange(first.receivedAt, first.outcome, isSame(row, first.mac)));
      }
    }
    return known;
  }

  /** As {@link ChangeInsert} compares them. */
  private boolean isSame(ReceivedRow row, byte[] mac) {
    return MessageDigest.isEqual(payloads.contentMac(row.compared()), mac)
        || payloads.isOfEarlierVersion(row.resolved(), mac);
  }

  private static Map<String, Earlier> earlier(Sql sql, Object[] ids) throws SQLException {
    Map<String, Earlier> earlier = new HashMap<>();
    sql.list(
        """
        SELECT k.change_id, k.content_mac, COALESCE(k.outcome, c.outcome) AS outcome, c.received_at
        FROM idempotency_key k LEFT JOIN change c ON c.seq = k.first_seq
        WHERE k.change_id IN
        """
            + Sql.in(ids.length),
        row ->
            earlier.put(
                row.text("change_id"),
                new Earlier(
                    row.bytes("content_mac"),
                    row.time("received_at"),
                    Optional.ofNullable(row.text("outcome")).map(Outcome::of).orElse(null))),
        ids);
    return earlier;
  }
}
