package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Subscriber;
import io.connectorroutes.ledger.Subscription;
import io.connectorroutes.ledger.Subscriptions;
import io.connectorroutes.ledger.table.Outcomes;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Positions of subscribers: the ids of what they have acknowledged. */
public final class JdbcSubscriptions implements Subscriptions {
  private final Database database;
  private final Clock clock;
  private final DeadLetterReader deadLetters;
  private final Horizon outcomeHorizon;

  public JdbcSubscriptions(Database database, Clock clock, DeadLetterReader deadLetters) {
    this.database = database;
    this.clock = clock;
    this.deadLetters = deadLetters;
    this.outcomeHorizon = new Horizon(database, SubscriberRows.OUTCOMES);
  }

  @Override
  public Subscription<OutcomeRecord> outcomes(Subscriber subscriber) {
    return new JdbcSubscription<>(
        database,
        clock,
        SubscriberRows.OUTCOMES,
        subscriber,
        outcomeHorizon::behind,
        JdbcSubscriptions::outcomes);
  }

  private static List<JdbcSubscription.Found<OutcomeRecord>> outcomes(
      Sql sql, long after, long through, int limit) throws SQLException {
    return sql.list(
        Outcomes.SELECT + "WHERE o.id > ? AND o.id <= ? ORDER BY o.id LIMIT ?",
        row -> {
          OutcomeRecord outcome = Outcomes.of(row);
          return new JdbcSubscription.Found<>(row.number("id"), outcome.tenant(), () -> outcome);
        },
        after,
        through,
        limit);
  }

  /** A lock that is held to the end of a transaction gives their numbers: no horizon is needed. */
  @Override
  public Subscription<DeadLetter> deadLetters(Subscriber subscriber) {
    return new JdbcSubscription<>(
        database,
        clock,
        SubscriberRows.DEAD_LETTERS,
        subscriber,
        position -> Long.MAX_VALUE,
        this::deadLetters);
  }

  private List<JdbcSubscription.Found<DeadLetter>> deadLetters(
      Sql sql, long after, long through, int limit) throws SQLException {
    return sql.list(
        """
        SELECT d.id, c.tenant FROM dead_letter d JOIN change c ON c.seq = d.seq
        WHERE d.id > ? AND d.id <= ? ORDER BY d.id LIMIT ?
        """,
        row -> {
          long id = row.number("id");
          return new JdbcSubscription.Found<>(id, row.text("tenant"), () -> deadLetter(id));
        },
        after,
        through,
        limit);
  }

  private DeadLetter deadLetter(long id) {
    return database.read(sql -> deadLetters.first(sql, "d.id = ?", id)).orElseThrow();
  }
}
