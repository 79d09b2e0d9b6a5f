package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Sql;
import io.connectorroutes.text.BoundedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of table {@code applied}: what was applied last, by which it is known that a change was
 * overtaken.
 */
public final class Applied {
  /**
   * What was applied last.
   *
   * @param position of the change that was accepted last
   * @param revision the highest one; null for none
   */
  public record Last(long position, Long revision) {
    private Last risen(Last other) {
      boolean isHigher = revision == null || (other.revision != null && other.revision > revision);
      return new Last(Math.max(position, other.position), isHigher ? other.revision : revision);
    }
  }

  /**
   * A change that was applied, or a delete that found nothing.
   *
   * @param objectId of the object that it was applied to; null where there was none
   * @param nameBefore the bounded name that the object had; null where it was not known, or there
   *     was none
   */
  public record Done(
      long accountId,
      OrderFacts facts,
      long position,
      Long revision,
      String objectId,
      String nameBefore) {}

  private record Key(long accountId, String key) {}

  private Applied() {}

  /** Notes what was done. */
  public static void note(Sql sql, List<Done> changes) throws SQLException {
    Map<Key, Last> rising = new LinkedHashMap<>();
    Map<Key, Last> names = new LinkedHashMap<>();
    for (Done done : changes) {
      note(done, rising, names);
    }
    write(
        sql,
        """
        position = CASE WHEN excluded.position > applied.position
          THEN excluded.position ELSE applied.position END,
        revision = CASE
          WHEN applied.revision IS NULL OR excluded.revision > applied.revision
            THEN excluded.revision
          ELSE applied.revision END
        """,
        rising);
    // The change that was accepted last writes a name's row, whenever it is applied.
    write(
        sql,
        """
        position = excluded.position, revision = excluded.revision
        WHERE excluded.position >= applied.position
        """,
        names);
  }

  private static void note(Done done, Map<Key, Last> rising, Map<Key, Last> names) {
    OrderFacts facts = done.facts;
    Last last = new Last(done.position, done.revision);
    if (facts.place() != null) {
      rising.merge(new Key(done.accountId, facts.place()), last, Last::risen);
      return;
    }
    ObjectKind kind = facts.kind();
    if (done.objectId != null) {
      String id = OrderKey.id(kind, BoundedName.of(done.objectId));
      rising.merge(new Key(done.accountId, id), last, Last::risen);
    }
    String before = facts.name() == null ? done.nameBefore : facts.name();
    String after = facts.givenName() == null ? before : facts.givenName();
    if (before != null && !before.equals(after)) {
      name(done.accountId, kind, before, new Last(done.position, null), names);
    }
    if (after != null) {
      name(done.accountId, kind, after, last, names);
    }
  }

  private static void name(
      long accountId, ObjectKind kind, String name, Last last, Map<Key, Last> names) {
    names.merge(
        new Key(accountId, OrderKey.name(kind, name)),
        last,
        (one, other) -> one.position > other.position ? one : other);
  }

  private static void write(Sql sql, String update, Map<Key, Last> rows) throws SQLException {
    List<Object[]> values = new ArrayList<>();
    rows.forEach(
        (key, last) ->
            values.add(new Object[] {key.accountId, key.key, last.position, last.revision}));
    sql.updateAll(
        """
        INSERT INTO applied (account_id, applied_key, position, revision)
        SELECT v.column1, v.column2, v.column3, CAST(v.column4 AS BIGINT) FROM %s AS v WHERE TRUE
        ON CONFLICT (account_id, applied_key) DO UPDATE SET
        """
            + update,
        values);
  }

  /**
   * The key whose last change a change must come after, once it is known which object it is for.
   *
   * @param objectId null where it is for none that exists
   * @return empty where it neither is for an object nor makes one
   */
  public static Optional<String> key(OrderFacts facts, String objectId) {
    if (facts.place() != null) {
      return Optional.of(facts.place());
    }
    if (objectId != null) {
      return Optional.of(OrderKey.id(facts.kind(), BoundedName.of(objectId)));
    }
    return facts.creates()
        ? Optional.of(OrderKey.name(facts.kind(), facts.givenName()))
        : Optional.empty();
  }

  /** The keys of the names in a change that is about an object. */
  public static Set<String> names(OrderFacts facts) {
    return Stream.of(facts.name(), facts.creates() ? facts.givenName() : null)
        .filter(Objects::nonNull)
        .map(name -> OrderKey.name(facts.kind(), name))
        .collect(Collectors.toSet());
  }

  /** What was applied last under these keys. */
  public static Map<String, Last> last(Sql sql, long accountId, Collection<String> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<String, Last> found = new HashMap<>();
    sql.ask(
        """
        SELECT a.applied_key, a.position, a.revision FROM %s AS v
          JOIN applied a ON a.account_id = v.column1 AND a.applied_key = v.column2
        """,
        row ->
            found.put(
                row.text("applied_key"),
                new Last(row.number("position"), row.numberOrNull("revision"))),
        keys.stream().map(key -> new Object[] {accountId, key}).toList());
    return found;
  }
}
