package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Subscriber;
import io.connectorroutes.ledger.Subscription;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/** Reads the rows of a table in the order of their ids, behind a subscriber's position. */
final class JdbcSubscription<T> implements Subscription<T> {
  /** Looked at by one query, where what is of other tenants is passed over. */
  private static final int MOST_LOOKED_AT = 500;

  /** Of those, before others have their turn. */
  private static final int MOST_QUERIES = 100;

  /** A row that may be wanted. */
  record Found<T>(long id, String tenant, Supplier<T> what) {}

  /** Where they are found. */
  @FunctionalInterface
  interface Rows<T> {
    List<Found<T>> find(Sql sql, long after, long through, int limit) throws SQLException;
  }

  private final Database database;
  private final Clock clock;
  private final SubscriberRows subscribers;
  private final Subscriber subscriber;
  private final LongUnaryOperator horizon;
  private final Rows<T> rows;

  /**
   * A subscriber's view of a table.
   *
   * @param horizon up to which row none is missing, where somebody asks from a row on
   */
  JdbcSubscription(
      Database database,
      Clock clock,
      SubscriberRows subscribers,
      Subscriber subscriber,
      LongUnaryOperator horizon,
      Rows<T> rows) {
    this.database = database;
    this.clock = clock;
    this.subscribers = subscribers;
    this.subscriber = subscriber;
    this.horizon = horizon;
    this.rows = rows;
  }

  @Override
  public boolean lease(Duration time) {
    Instant now = clock.instant();
    Instant until = now.plus(time);
    String name = subscriber.name();
    String worker = subscriber.worker();
    return database.write(
        sql ->
            subscribers.lease(sql, name, worker, now, until)
                || subscribers.add(sql, name, first(sql), worker, now, until));
  }

  private long first(Sql sql) throws SQLException {
    return subscriber.from() == Subscriber.From.NOW ? subscribers.last(sql) : 0;
  }

  @Override
  public void release() {
    database.write(sql -> subscribers.release(sql, subscriber.name(), subscriber.worker()));
  }

  @Override
  public List<Entry<T>> next(int limit) {
    long position = database.read(sql -> subscribers.position(sql, subscriber.name()));
    int lookedAt = limit;
    for (int i = 0; i < MOST_QUERIES; i++) {
      List<Found<T>> page = page(position, lookedAt);
      List<Entry<T>> wanted =
          page.stream()
              .filter(found -> subscriber.tenants().test(found.tenant))
              .limit(limit)
              .map(found -> new Entry<>(found.id, found.what.get()))
              .toList();
      if (page.isEmpty() || !wanted.isEmpty()) {
        return wanted;
      }
      position = page.get(page.size() - 1).id;
      acknowledge(position);
      lookedAt = Math.max(limit, Math.min(MOST_LOOKED_AT, 2 * lookedAt));
    }
    return List.of();
  }

  private List<Found<T>> page(long position, int limit) {
    long through = horizon.applyAsLong(position);
    return through <= position
        ? List.of()
        : database.read(sql -> rows.find(sql, position, through, limit));
  }

  @Override
  public void acknowledge(long position) {
    database.write(sql -> subscribers.acknowledge(sql, subscriber.name(), position));
  }
}
