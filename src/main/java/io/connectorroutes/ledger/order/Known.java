package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.directory.KnownObjects;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the directory knows of the object that a change refers to, whatever its age.
 *
 * @param name the bounded name of the object of that id; null where it is not known, or the change
 *     refers to none by id
 * @param ids of the objects that have the name by which the change refers to one, or which it gives
 *     a new one; none where nobody is known to have it
 */
public record Known(String name, Set<String> ids) {
  /** Nothing is known. */
  public static final Known NOTHING = new Known(null, Set.of());

  /** What is known for each change, by its number; asked for at once. */
  static Map<Long, Known> of(Sql sql, List<OrderedChange> changes) throws SQLException {
    List<KnownObjects.Question> ids = new ArrayList<>();
    List<KnownObjects.Question> names = new ArrayList<>();
    for (OrderedChange change : changes) {
      OrderFacts facts = change.facts();
      if (facts.place() == null && facts.id() != null) {
        ids.add(question(change, facts.id()));
      }
      if (facts.name() != null) {
        names.add(question(change, facts.name()));
      } else if (facts.creates()) {
        names.add(question(change, facts.givenName()));
      }
    }
    Map<Long, String> nameByChange = new HashMap<>();
    KnownObjects.withIds(sql, ids).forEach(one -> nameByChange.put(one.askedFor(), one.name()));
    Map<Long, Set<String>> idsByChange = new HashMap<>();
    KnownObjects.withNames(sql, names)
        .forEach(
            one -> idsByChange.computeIfAbsent(one.askedFor(), k -> new HashSet<>()).add(one.id()));
    Map<Long, Known> known = new HashMap<>();
    for (OrderedChange change : changes) {
      known.put(
          change.seq(),
          new Known(
              nameByChange.get(change.seq()), idsByChange.getOrDefault(change.seq(), Set.of())));
    }
    return known;
  }

  private static KnownObjects.Question question(OrderedChange change, String what) {
    return new KnownObjects.Question(change.accountId(), change.facts().kind(), what, change.seq());
  }
}
