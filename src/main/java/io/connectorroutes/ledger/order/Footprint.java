package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of a change. A change may be sent when no earlier unsettled change of its account holds
 * a key that it awaits.
 *
 * @param holds never change while the change is open; each key once
 * @param awaits depend on what the directory knows: ask anew whenever that may have changed
 */
public record Footprint(List<Hold> holds, Set<String> awaits) {

  /** The keys of a change: those of all rows of the table that fit it. */
  public static Footprint of(OrderFacts change, Known known) {
    Rows rows = new Rows(change.kind(), known);
    if (change.place() != null) {
      rows.linksOrUnlinks(change.place());
      if (change.name() != null) {
        rows.linksByName(change.name());
      }
    } else if (change.id() != null) {
      rows.addressesById(change.id());
    } else if (change.name() != null) {
      rows.addressesByName(change.name());
    }
    if (change.creates()) {
      rows.creates(change.givenName());
    }
    if (change.renames()) {
      rows.renamesTo(change.givenName());
      rows.renamesAway(change.name());
    }
    if (change.effect() == Effect.DELETE) {
      rows.deletes();
    }
    return rows.union();
  }

  /** One method a row of the table, and the union of those that were called. */
  private static final class Rows {
    private final ObjectKind kind;
    private final Known known;
    private final Map<String, Boolean> givesByKey = new LinkedHashMap<>();
    private final Set<String> awaits = new LinkedHashSet<>();

    Rows(ObjectKind kind, Known known) {
      this.kind = kind;
      this.known = known;
    }

    void addressesById(String id) {
      hold(OrderKey.id(kind, id));
      awaits.add(OrderKey.id(kind, id));
      awaits.add(known.name() != null ? OrderKey.name(kind, known.name()) : OrderKey.named(kind));
    }

    void addressesByName(String name) {
      hold(OrderKey.name(kind, name));
      hold(OrderKey.named(kind));
      awaitObjectOf(name);
    }

    void creates(String name) {
      addressesByName(name);
      give(name);
      awaits.add(OrderKey.linkedName(kind, name));
    }

    void renamesTo(String name) {
      give(name);
      awaits.add(OrderKey.name(kind, name));
      awaits.add(OrderKey.linkedName(kind, name));
    }

    /** Its old name is the one that it is addressed by, or the known one of the id. */
    void renamesAway(String name) {
      String old = name != null ? name : known.name();
      awaits.add(old != null ? OrderKey.linkedName(kind, old) : OrderKey.links(kind));
    }

    void deletes() {
      hold(OrderKey.deletes(kind));
      awaits.add(OrderKey.links(kind));
    }

    void linksOrUnlinks(String place) {
      hold(place);
      hold(OrderKey.links(kind));
      awaits.add(place);
      awaits.add(OrderKey.deletes(kind));
    }

    void linksByName(String name) {
      hold(OrderKey.linkedName(kind, name));
      awaitObjectOf(name);
    }

    Footprint union() {
      return new Footprint(
          givesByKey.entrySet().stream().map(e -> new Hold(e.getKey(), e.getValue())).toList(),
          Set.copyOf(awaits));
    }

    private void awaitObjectOf(String name) {
      awaits.add(OrderKey.name(kind, name));
      known.ids().forEach(id -> awaits.add(OrderKey.id(kind, id)));
    }

    private void hold(String key) {
      givesByKey.putIfAbsent(key, false);
    }

    private void give(String name) {
      givesByKey.put(OrderKey.name(kind, name), true);
    }
  }
}
