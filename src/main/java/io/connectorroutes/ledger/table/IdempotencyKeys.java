package io.connectorroutes.ledger.table;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.encryption.EncryptedRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ids that are used up, of a group of rows: asked for at once, and written at once with those
 * that the group adds. Needs the lock of {@link Numbering#CHANGES}.
 */
public final class IdempotencyKeys {
  /**
   * Who used an id up.
   *
   * @param outcome where the change is not kept any more; else null
   */
  public record Known(byte[] mac, long firstSeq, String outcome) {
    @Override
    public String toString() {
      return "Known[" + firstSeq + "]";
    }
  }

  private final Sql sql;
  private final Map<String, Known> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final List<Object[]> added = new ArrayList<>();

  public IdempotencyKeys(Sql sql) {
    this.sql = sql;
  }

  /** Looks for these ids; those asked for before are left out. */
  public void ask(List<String> ids) throws SQLException {
    Object[] unknown = ids.stream().filter(asked::add).toArray();
    if (unknown.length == 0) {
      return;
    }
    Object[] arguments = Sql.padded(unknown);
    sql.list(
        "SELECT change_id, content_mac, first_seq, outcome FROM idempotency_key WHERE change_id IN "
            + Sql.in(arguments.length),
        row ->
            known.put(
                row.text("change_id"),
                new Known(row.bytes("content_mac"), row.number("first_seq"), row.text("outcome"))),
        arguments);
  }

  /** Who used the id of that row up; null for nobody, and where it has none. */
  public Known of(EncryptedRow row) throws SQLException {
    if (row.id() == null) {
      return null;
    }
    ask(List.of(row.id()));
    return known.get(row.id());
  }

  /** That row uses its id up, if it has one. */
  public void use(EncryptedRow row) {
    if (row.id() != null) {
      known.put(row.id(), new Known(row.mac(), row.seq(), null));
      added.add(new Object[] {row.id(), row.mac(), row.seq()});
    }
  }

  /** Writes what was added. */
  public void write() throws SQLException {
    sql.updateEach(
        "INSERT INTO idempotency_key (change_id, content_mac, first_seq) VALUES (?, ?, ?)", added);
  }
}
