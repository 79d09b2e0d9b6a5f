package io.connectorroutes.delivery;

import io.connectorroutes.graph.ListedObject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects of one kind in one tenant as a list showed them, kept up with what we change
 * ourselves. Not thread safe: {@link NameDirectory} guards it.
 */
final class Snapshot {
  private final Instant startedAt;
  private final Map<String, ListedObject> byId = new HashMap<>();
  private final Map<String, Set<String>> idsByName = new HashMap<>();

  Snapshot(Instant startedAt) {
    this.startedAt = startedAt;
  }

  /** When its list began: later changes of others are not in it. */
  Instant startedAt() {
    return startedAt;
  }

  int size() {
    return byId.size();
  }

  void put(ListedObject object) {
    remove(object.id());
    byId.put(object.id(), object);
    if (object.name() != null) {
      idsByName.computeIfAbsent(object.name(), name -> new LinkedHashSet<>()).add(object.id());
    }
  }

  void remove(String id) {
    ListedObject old = byId.remove(id);
    if (old == null || old.name() == null) {
      return;
    }
    Set<String> ids = idsByName.get(old.name());
    ids.remove(id);
    if (ids.isEmpty()) {
      idsByName.remove(old.name());
    }
  }

  Optional<ListedObject> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<ListedObject> named(String name) {
    return idsByName.getOrDefault(name, Set.of()).stream().map(byId::get).toList();
  }

  Collection<ListedObject> all() {
    return byId.values();
  }
}
