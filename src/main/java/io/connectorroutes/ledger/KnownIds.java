package io.connectorroutes.ledger;

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
final class KnownIds {
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

  private final Sql sql;
  private final Map<String, Known> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final List<Object[]> added = new ArrayList<>();

  KnownIds(Sql sql) {
    this.sql = sql;
  }

  /** Looks for these ids; those asked for before are left out. */
  void ask(List<String> ids) throws SQLException {
    Object[] unknown = ids.stream().filter(asked::add).toArray();
    if (unknown.length == 0) {
      return;
    }
    Object[] arguments = Sql.padded(unknown);
    sql.list(
        "SELECT change_id, content_mac, first_seq, outcome FROM known_id WHERE change_id IN "
            + Sql.in(arguments.length),
        row ->
            known.put(
                row.text("change_id"),
                new Known(row.bytes("content_mac"), row.number("first_seq"), row.text("outcome"))),
        arguments);
  }

  /** Who used the id of that row up; null for nobody, and where it has none. */
  Known of(SealedRow row) throws SQLException {
    if (row.id() == null) {
      return null;
    }
    ask(List.of(row.id()));
    return known.get(row.id());
  }

  /** That row uses its id up, if it has one. */
  void use(SealedRow row) {
    if (row.id() != null) {
      known.put(row.id(), new Known(row.mac(), row.seq(), null));
      added.add(new Object[] {row.id(), row.mac(), row.seq()});
    }
  }

  /** Writes what was added. */
  void write() throws SQLException {
    sql.updateEach(
        "INSERT INTO known_id (change_id, content_mac, first_seq) VALUES (?, ?, ?)", added);
  }
}
