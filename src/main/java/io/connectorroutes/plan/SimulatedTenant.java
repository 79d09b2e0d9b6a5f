package io.connectorroutes.plan;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.UnfinishedList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant as the rows so far would leave it; to the planner it is what the ledger knows of it.
 * Time stands still. For one thread.
 */
final class SimulatedTenant implements LedgerView, Directory {
  /** What the objects of one kind are like. */
  private static final class Objects {
    private final Map<String, TenantObject> byId = new HashMap<>();
    private final Map<String, List<TenantObject>> byName = new HashMap<>();

    /** Names that rows have taken from objects of which nothing else is known. */
    private final Set<String> gone = new HashSet<>();

    private boolean isRead;
    private int pages = 1;

    /** Null where it can be read, or was not tried. */
    private String problem;

    void put(TenantObject object) {
      TenantObject before = byId.put(key(object.object().id()), object);
      if (before != null) {
        unname(before);
      }
      String name = object.object().name();
      if (name != null) {
        byName.merge(name, List.of(object), Objects::both);
        gone.remove(name);
      }
    }

    void remove(TenantObject object) {
      byId.remove(key(object.object().id()));
      unname(object);
    }

    private void unname(TenantObject object) {
      String name = object.object().name();
      if (name == null) {
        return;
      }
      List<TenantObject> others =
          byName.getOrDefault(name, List.of()).stream()
              .filter(one -> !one.object().id().equals(object.object().id()))
              .toList();
      if (others.isEmpty()) {
        byName.remove(name);
        gone.add(name);
      } else {
        byName.put(name, others);
      }
    }

    private static List<TenantObject> both(List<TenantObject> some, List<TenantObject> more) {
      List<TenantObject> all = new ArrayList<>(some);
      all.addAll(more);
      return List.copyOf(all);
    }

    /** Graph tells ids apart whatever the case of their letters. */
    private static String key(String id) {
      return id.toLowerCase(Locale.ROOT);
    }
  }

  /** What ids of objects begin with that are only assumed to be there. */
  private static final String ASSUMED = "ID-OF-";

  private final Instant now;
  private final Map<ObjectKind, Objects> kinds = new EnumMap<>(ObjectKind.class);

  /** Of which delivery would have read a list by now. */
  private final Set<ObjectKind> listed = EnumSet.noneOf(ObjectKind.class);

  /** The user flows there are, by type. */
  private final Map<String, Set<String>> userFlows = new HashMap<>();

  /** Which API connector each step calls, as far as that is known. */
  private final Map<String, String> connectorBySteps = new HashMap<>();

  private boolean isLookedAt;
  private String userFlowProblem;

  /** A tenant of which nothing is known yet. */
  SimulatedTenant(Instant now) {
    this.now = now;
    for (ObjectKind kind : ObjectKind.values()) {
      kinds.put(kind, new Objects());
    }
  }

  /**
   * A whole list was read.
   *
   * @param objects those of it that rows have to do with
   */
  void read(ObjectKind kind, List<TenantObject> objects, int pages) {
    Objects of = kinds.get(kind);
    objects.forEach(of::put);
    of.isRead = true;
    of.pages = pages;
  }

  /** A list cannot be read, for that reason. */
  void unreadable(ObjectKind kind, String why) {
    kinds.get(kind).problem = why;
  }

  /** Whether ids of that kind that are not known are those of no object. */
  boolean isRead(ObjectKind kind) {
    return kinds.get(kind).isRead;
  }

  /** Why names of that kind cannot be resolved; null where they can. */
  String problem(ObjectKind kind) {
    return kinds.get(kind).problem;
  }

  /** All objects of a kind. */
  List<TenantObject> all(ObjectKind kind) {
    return List.copyOf(kinds.get(kind).byId.values());
  }

  /** The user flows of a type were listed. */
  void userFlows(String type, Set<String> ids) {
    userFlows.put(type, ids);
  }

  /** User flows cannot be read, for that reason. */
  void userFlowsUnreadable(String why) {
    userFlowProblem = why;
  }

  /** Why user flows cannot be read; null where they can, or were not tried. */
  String userFlowProblem() {
    return userFlowProblem;
  }

  /** Whether there is no such user flow. */
  boolean hasNoUserFlow(String type, String id) {
    Set<String> known = userFlows.get(type);
    return known != null && known.stream().noneMatch(id::equalsIgnoreCase);
  }

  /** Each user flow was looked at. */
  void lookedAt() {
    isLookedAt = true;
  }

  /** Whether what user flows call is known. */
  boolean isLookedAt() {
    return isLookedAt;
  }

  /**
   * A step calls that connector from now on.
   *
   * @param step {@code TYPE/FLOW/STEP}
   * @param connectorId null for none
   */
  void link(String step, String connectorId) {
    if (connectorId == null) {
      connectorBySteps.remove(step);
    } else {
      connectorBySteps.put(step, Objects.key(connectorId));
    }
  }

  /** The ids of the connectors that steps call. */
  Set<String> linkedIds() {
    return Set.copyOf(connectorBySteps.values());
  }

  /** The connector that a step calls; null for none, and where that is not known. */
  TenantObject linked(String step) {
    String id = connectorBySteps.get(step);
    return id == null ? null : kinds.get(ObjectKind.API_CONNECTOR).byId.get(id);
  }

  /** The steps that call a connector, each {@code TYPE/FLOW/STEP}, in alphabetical order. */
  List<String> usersOf(String connectorId) {
    String id = Objects.key(connectorId);
    return connectorBySteps.entrySet().stream()
        .filter(step -> step.getValue().equals(id))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Delivery reads a list; returns how many requests that takes. */
  int list(ObjectKind kind) {
    listed.add(kind);
    return kinds.get(kind).pages;
  }

  /** How many requests it takes to list these kinds once more. */
  int pages(Set<ObjectKind> again) {
    return again.stream().mapToInt(kind -> kinds.get(kind).pages).sum();
  }

  /** The object of that id; empty where none is known. */
  Optional<TenantObject> object(ObjectKind kind, String id) {
    return Optional.ofNullable(kinds.get(kind).byId.get(Objects.key(id)));
  }

  /** Where nothing is looked at: a name is taken as that of an object, unless a row took it. */
  void assume(ObjectKind kind, String name) {
    Objects of = kinds.get(kind);
    if (!of.byName.containsKey(name) && !of.gone.contains(name)) {
      of.put(TenantObject.named(ASSUMED + name, name));
    }
  }

  /** An object is new. What was only assumed to have its name is not there. */
  void create(ObjectKind kind, TenantObject object) {
    object(kind, ASSUMED + object.object().name()).ifPresent(kinds.get(kind)::remove);
    put(kind, object);
  }

  /** An object is so from now on. */
  void put(ObjectKind kind, TenantObject object) {
    kinds.get(kind).put(object);
  }

  /** An object is gone from now on. */
  void remove(ObjectKind kind, TenantObject object) {
    kinds.get(kind).remove(object);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Directory directory() {
    return this;
  }

  @Override
  public int hostFailures() {
    return 0;
  }

  @Override
  public boolean mayHaveBeenDone(long seq) {
    return false;
  }

  @Override
  public Optional<Instant> listedAt(ObjectKind kind) {
    return listed.contains(kind) ? Optional.of(now) : Optional.empty();
  }

  @Override
  public boolean wasListed(ObjectKind kind) {
    return listed.contains(kind);
  }

  @Override
  public List<KnownObject> named(ObjectKind kind, String name) {
    return kinds.get(kind).byName.getOrDefault(name, List.of()).stream().map(this::known).toList();
  }

  @Override
  public Optional<KnownObject> withId(ObjectKind kind, String id) {
    return object(kind, id).map(this::known);
  }

  @Override
  public Optional<Instant> createdAt(ObjectKind kind, String id) {
    return Optional.empty();
  }

  @Override
  public Optional<UnfinishedList> unfinished(ObjectKind kind) {
    return Optional.empty();
  }

  private KnownObject known(TenantObject object) {
    return new KnownObject(object.object(), now, null);
  }
}
