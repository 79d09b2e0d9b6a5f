package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.database.Row;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;

/**
 * A valid change as the order sees it.
 *
 * @param place where it stands; never null
 */
public record OrderedChange(long seq, long accountId, Place place, OrderFacts facts) {
  /** What {@link #of(Row)} reads of table {@code change}. */
  static final String COLUMNS =
      """
      c.seq, c.account_id, c.place, c.counter, c.operation, c.object_id, c.object_name,
        c.given_name, c.put_into
      """;

  /** A change that is enqueued. */
  public static OrderedChange of(ChangeRow change) {
    return at(change, new Place(change.place(), change.counter()));
  }

  /** A change that comes to that place. */
  public static OrderedChange at(ChangeRow change, Place place) {
    return new OrderedChange(change.seq(), change.accountId(), place, facts(change));
  }

  /** What the order needs to know of a change. */
  public static OrderFacts facts(ChangeRow change) {
    return facts(
        change.knownOperation(),
        change.objectId(),
        change.objectName(),
        change.givenName(),
        change.putInto());
  }

  static OrderedChange of(Row row) throws SQLException {
    return new OrderedChange(
        row.number("seq"),
        row.number("account_id"),
        new Place(row.number("place"), row.count("counter")),
        facts(
            Operation.of(row.text("operation")).orElseThrow(),
            row.text("object_id"),
            row.text("object_name"),
            row.text("given_name"),
            row.text("put_into")));
  }

  private static OrderFacts facts(
      Operation operation, String id, String name, String givenName, String place) {
    return new OrderFacts(operation.effect(), operation.referredKind(), id, name, givenName, place);
  }
}
