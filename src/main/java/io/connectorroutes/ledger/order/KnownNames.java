package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.directory.KnownObjects;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the directory knows of the objects that some changes refer to, asked for at once. */
final class KnownNames implements Known {
  private record Named(ObjectKind kind, String name) {}

  private record Identified(ObjectKind kind, String id) {}

  private final Map<Named, Collection<String>> ids = new HashMap<>();
  private final Map<Identified, String> names = new HashMap<>();

  private KnownNames() {}

  /** What is known in the accounts of those changes; nothing where an account is absent. */
  static Map<Long, Known> of(Sql sql, List<OrderedChange> changes) throws SQLException {
    List<Object[]> ids = new ArrayList<>();
    List<Object[]> names = new ArrayList<>();
    for (OrderedChange change : changes) {
      OrderFacts facts = change.facts();
      String kind = facts.kind().name();
      if (facts.place() == null && facts.id() != null) {
        ids.add(new Object[] {change.accountId(), kind, facts.id()});
      }
      if (facts.name() != null) {
        names.add(new Object[] {change.accountId(), kind, facts.name()});
      } else if (facts.creates()) {
        names.add(new Object[] {change.accountId(), kind, facts.givenName()});
      }
    }
    Map<Long, KnownNames> known = new HashMap<>();
    for (KnownObjects.Entry entry : KnownObjects.withIds(sql, ids)) {
      known
          .computeIfAbsent(entry.accountId(), account -> new KnownNames())
          .names
          .put(new Identified(entry.kind(), entry.id()), entry.name());
    }
    for (KnownObjects.Entry entry : KnownObjects.withNames(sql, names)) {
      known
          .computeIfAbsent(entry.accountId(), account -> new KnownNames())
          .ids
          .computeIfAbsent(new Named(entry.kind(), entry.name()), named -> new ArrayList<>())
          .add(entry.id());
    }
    return Map.copyOf(known);
  }

  @Override
  public Collection<String> idsNamed(ObjectKind kind, String name) {
    return ids.getOrDefault(new Named(kind, name), List.of());
  }

  @Override
  public Optional<String> nameOf(ObjectKind kind, String id) {
    return Optional.ofNullable(names.get(new Identified(kind, id)));
  }
}
