package io.connectorroutes.ledger.recording;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ids that are used up. They are written without a question, and only those are asked for that
 * were there already. Needs the lock of {@link Numbering#CHANGES}.
 */
final class IdempotencyKeys {
  /**
   * Who used an id up.
   *
   * @param outcome where the change is not kept any more; else null
   */
  record Known(byte[] mac, long firstSeq, String outcome) {
    @Override
    public String toString() {
      return "Known[" + firstSeq + "]";
    }
  }

  private IdempotencyKeys() {}

  /**
   * Uses the ids of rows up, each for the first row that has it.
   *
   * @return for each row whose id was used up before, by its number: by whom; without those that
   *     have no id
   */
  static Map<Long, Known> use(Sql sql, List<EncryptedRow> rows) throws SQLException {
    List<EncryptedRow> having = rows.stream().filter(row -> row.id() != null).toList();
    Set<Long> firsts = inserted(sql, having);
    Map<String, Known> known = new HashMap<>();
    List<EncryptedRow> others = new ArrayList<>();
    for (EncryptedRow row : having) {
      if (firsts.contains(row.seq())) {
        known.put(row.id(), new Known(row.mac(), row.seq(), null));
      } else {
        others.add(row);
      }
    }
    known.putAll(
        find(sql, others.stream().map(EncryptedRow::id).filter(id -> !known.containsKey(id))));
    Map<Long, Known> earlier = new LinkedHashMap<>();
    List<EncryptedRow> freed = new ArrayList<>();
    for (EncryptedRow row : others) {
      if (known.containsKey(row.id())) {
        earlier.put(row.seq(), known.get(row.id()));
      } else {
        freed.add(row);
      }
    }
    if (!freed.isEmpty()) {
      // Whoever had the id was rejected in between.
      earlier.putAll(use(sql, freed));
    }
    return earlier;
  }

  /** The numbers of the rows whose ids were new. */
  private static Set<Long> inserted(Sql sql, List<EncryptedRow> rows) throws SQLException {
    return new HashSet<>(
        sql.listAll(
            """
            INSERT INTO idempotency_key (change_id, content_mac, first_seq) %2$s
            ON CONFLICT (change_id) DO NOTHING RETURNING first_seq
            """,
            row -> row.number("first_seq"),
            rows.stream().map(row -> new Object[] {row.id(), row.mac(), row.seq()}).toList()));
  }

  /** Who used these ids up, by id. */
  static Map<String, Known> find(Sql sql, Stream<String> ids) throws SQLException {
    Object[] asked = ids.distinct().toArray();
    if (asked.length == 0) {
      return Map.of();
    }
    Object[] arguments = Sql.padded(asked);
    Map<String, Known> known = new HashMap<>();
    sql.list(
        "SELECT change_id, content_mac, first_seq, outcome FROM idempotency_key WHERE change_id IN "
            + Sql.in(arguments.length),
        row ->
            known.put(
                row.text("change_id"),
                new Known(row.bytes("content_mac"), row.number("first_seq"), row.text("outcome"))),
        arguments);
    return known;
  }
}
