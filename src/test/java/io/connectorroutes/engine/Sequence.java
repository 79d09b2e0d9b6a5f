package io.connectorroutes.engine;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.sandbox.SandboxSeed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The oracle: what comes of the changes of one tenant when each is carried out as a whole before
 * the next one, in the order of their places. It knows neither keys nor lists, requests or faults.
 *
 * <p>What it follows of the run are the four differences that are admitted: (a) {@code applied} and
 * {@code no-op} are the same for a delete that was sent twice; (b) a giver that was accepted after
 * the look does not count; (c) what was moved or replayed counts at its new place; (d) the row of a
 * name need not know of a change by id whose object's name was never known.
 */
final class Sequence {
  /** So often is a change moved before it is said to go round in circles. */
  private static final int MOST_MOVES = 1_000;

  /** When a worker saw that nobody has a name: the changes accepted by then, and the time. */
  record Look(int accepted, Instant time) {}

  /** What came of a change, and why: a code of ours, {@code graph}, or empty. */
  record Result(Outcome outcome, String cause) {
    static Result of(Outcome outcome) {
      return new Result(outcome, "");
    }

    static final Result NOBODY = new Result(Outcome.FAILED, "nameNotFound");
    static final Result SEVERAL = new Result(Outcome.FAILED, "ambiguousName");
    static final Result REFUSED = new Result(Outcome.FAILED, "graph");
  }

  /** Where a change stands: by the first number, then by the counter. */
  private record Place(double first, int counter) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingDouble(Place::first).thenComparingInt(Place::counter);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** A change that is carried out, or carried out again. */
  static final class Execution {
    final ConnectorChange change;
    final int replay;
    final int accepted;
    final long position;
    final Result actual;
    private final Deque<Look> looks;
    private Place place;
    private boolean isMoved;
    private Result expected;
    private String made;

    /**
     * An execution.
     *
     * @param replay 0 for the first
     * @param accepted how many were accepted in the tenant before it, replays included
     * @param position of its acceptance; that of the first one for a replay
     * @param first number of its place
     * @param looks what was seen in the run, in that order
     * @param actual what came of it in the run
     */
    Execution(
        ConnectorChange change,
        int replay,
        int accepted,
        long position,
        double first,
        List<Look> looks,
        Result actual) {
      this.change = change;
      this.replay = replay;
      this.accepted = accepted;
      this.position = position;
      this.place = new Place(first, 0);
      this.looks = new ArrayDeque<>(looks);
      this.actual = actual;
    }

    Result expected() {
      return expected;
    }

    /** The object that it made; null where it made none. */
    String made() {
      return made;
    }

    private Effect effect() {
      return change.operation().effect();
    }

    private ObjectKind kind() {
      return change.operation().referredKind();
    }

    /** A replay, and a link that waited for its name: what was accepted later may be applied. */
    boolean mayBeOvertaken() {
      return replay > 0 || (isMoved && effect() == Effect.LINK);
    }

    private boolean wasThereAt(Look look) {
      return accepted < look.accepted()
          && (change.notBefore() == null || !change.notBefore().isAfter(look.time()));
    }

    /** A change that needs a name, and neither gives nor takes one. */
    private boolean mayMove() {
      return change.reference().filter(ObjectReference::isByName).isPresent()
          && change.givenName().isEmpty()
          && effect() != Effect.DELETE;
    }

    @Override
    public String toString() {
      return change
          + (replay > 0 ? " replay " + replay : "")
          + " "
          + change.target()
          + " "
          + change.properties()
          + (change.revision() == null ? "" : " revision " + change.revision())
          + " at "
          + place.first()
          + "/"
          + place.counter();
    }
  }

  /** An object of the tenant; what its kind does not have is null. */
  private static final class Thing {
    private String name;
    private String url;
    private String machine;
    private String group;
    private List<String> certificates = List.of();
  }

  private final Map<ObjectKind, Map<String, Thing>> tenant = new EnumMap<>(ObjectKind.class);
  private final Map<String, String> steps = new TreeMap<>();
  private final AppliedRows applied = new AppliedRows();
  private final List<Execution> todo;
  private int moves;

  private Sequence(SandboxSeed seed, List<Execution> executions) {
    for (ObjectKind kind : ObjectKind.values()) {
      tenant.put(kind, new TreeMap<>());
    }
    seed.apiConnectors().forEach((id, name) -> seed(ObjectKind.API_CONNECTOR, id).name = name);
    tenant.get(ObjectKind.API_CONNECTOR).values().forEach(t -> t.url = "https://api.example.com/");
    seed.connectorGroups().forEach((id, name) -> seed(ObjectKind.CONNECTOR_GROUP, id).name = name);
    seed(ObjectKind.CONNECTOR_GROUP, SandboxSeed.DEFAULT_GROUP).name = "Default";
    for (String id : seed.connectors()) {
      Thing connector = seed(ObjectKind.CONNECTOR, id);
      connector.group = SandboxSeed.DEFAULT_GROUP;
      connector.machine = "connector-" + (1 + seed.connectors().indexOf(id)) + ".example.com";
    }
    todo = new ArrayList<>(executions);
  }

  private Thing seed(ObjectKind kind, String id) {
    return tenant.get(kind).computeIfAbsent(id, any -> new Thing());
  }

  /**
   * Carries them out; each execution has its expected result then.
   *
   * @return the tenant at the end, a line an object, sorted; an object that a change made has
   *     {@code =CHANGE_ID} for an id
   */
  static List<String> carryOut(SandboxSeed seed, List<Execution> executions) {
    Sequence sequence = new Sequence(seed, executions);
    while (!sequence.todo.isEmpty()) {
      sequence.next();
    }
    return sequence.shown();
  }

  private void next() {
    Execution next = todo.stream().min(Comparator.comparing(e -> e.place)).orElseThrow();
    // Of a link it is known whether it is overtaken before it is known whose the name is.
    if (next.effect() == Effect.LINK && applied.supersede(next, null)) {
      todo.remove(next);
      next.expected = Result.of(Outcome.SUPERSEDED);
      return;
    }
    List<String> ids = next.change.reference().map(this::ids).orElse(List.of());
    if (ids.isEmpty() && next.mayMove()) {
      Look look = next.looks.poll();
      Optional<Execution> giver = look == null ? Optional.empty() : giver(next, look);
      if (giver.isPresent()) {
        EngineRun.require(moves++ < MOST_MOVES, next + " goes round in circles");
        next.place = new Place(giver.get().place.first(), moves);
        next.isMoved = true;
        return;
      }
    }
    todo.remove(next);
    next.expected = result(next, ids);
  }

  /** By id the one of that id, there or not; by name all that have it. */
  private List<String> ids(ObjectReference reference) {
    return reference.isByName()
        ? tenant.get(reference.kind()).entrySet().stream()
            .filter(entry -> reference.name().equals(entry.getValue().name))
            .map(Map.Entry::getKey)
            .toList()
        : List.of(reference.id());
  }

  private Optional<Execution> giver(Execution mover, Look look) {
    String name = mover.change.reference().orElseThrow().name();
    return todo.stream()
        .filter(e -> e.place.compareTo(mover.place) > 0)
        .filter(e -> e.kind() == mover.kind() && e.wasThereAt(look))
        .filter(e -> e.change.givenName().filter(name::equals).isPresent())
        .min(Comparator.comparing(e -> e.place));
  }

  private Result result(Execution execution, List<String> ids) {
    Effect effect = execution.effect();
    boolean refers = execution.change.reference().isPresent();
    if (ids.size() > 1) {
      return Result.SEVERAL;
    }
    if (refers && ids.isEmpty() && effect == Effect.DELETE) {
      applied.isGone(execution, null, null);
      return Result.of(Outcome.NO_OP);
    }
    if (refers && ids.isEmpty() && effect != Effect.UPSERT) {
      return Result.NOBODY;
    }
    String id = ids.isEmpty() ? null : ids.get(0);
    if (applied.supersede(execution, id)) {
      return Result.of(Outcome.SUPERSEDED);
    }
    Map<String, Thing> things = tenant.get(execution.kind());
    Optional<Thing> thing = Optional.ofNullable(id).map(things::get);
    if (effect == Effect.DELETE && thing.isEmpty()) {
      applied.isGone(execution, id, null);
      return Result.of(Outcome.NO_OP);
    }
    return request(execution, id, thing.orElse(null));
  }

  /** Carries the one request out that it comes to. */
  private Result request(Execution execution, String id, Thing thing) {
    Effect effect = execution.effect();
    ObjectKind kind = execution.kind();
    if ((id != null && thing == null) || isRefused(execution, id)) {
      return Result.REFUSED;
    }
    String before = thing == null ? null : thing.name;
    switch (effect) {
      case CREATE, UPSERT, UPDATE -> {
        if (id == null) {
          execution.made = "=" + execution.change.changeId();
        }
        String object = id == null ? execution.made : id;
        Thing now = seed(kind, object);
        update(now, execution.change);
        applied.isApplied(execution, object, before, now.name);
      }
      case APPEND -> {
        thing.certificates =
            Stream.concat(
                    thing.certificates.stream(),
                    Stream.of(EngineRun.certificate(execution.change).thumbprint()))
                .toList();
        applied.isApplied(execution, id, before, before);
      }
      case DELETE -> {
        tenant.get(kind).remove(id);
        steps.values().removeIf(id::equals);
        applied.isGone(execution, id, before);
      }
      case LINK, UNLINK -> {
        put(execution.change, id);
        applied.isPut(execution);
      }
    }
    return Result.of(Outcome.APPLIED);
  }

  private boolean isRefused(Execution execution, String id) {
    ConnectorChange change = execution.change;
    return switch (execution.effect()) {
      case CREATE, UPSERT, UPDATE -> Cases.isRefused(change);
      case DELETE ->
          tenant.get(ObjectKind.CONNECTOR).values().stream().anyMatch(c -> id.equals(c.group));
      case LINK, UNLINK -> Cases.isRefused(change);
      case APPEND -> false;
    };
  }

  private static void update(Thing thing, ConnectorChange change) {
    thing.name = change.givenName().orElse(thing.name);
    thing.url = change.properties().path("targetUrl").asText(thing.url);
    thing.machine = change.properties().path("machineName").asText(thing.machine);
    if (change.properties().has("authenticationConfiguration")) {
      thing.certificates = List.of();
    }
  }

  private void put(ConnectorChange change, String id) {
    Target target = change.target();
    if (target.userFlowId() == null) {
      tenant.get(ObjectKind.CONNECTOR).get(target.id()).group = id;
    } else if (id == null) {
      steps.remove(target.userFlowId() + " " + target.step());
    } else {
      steps.put(target.userFlowId() + " " + target.step(), id);
    }
  }

  private List<String> shown() {
    List<String> lines = new ArrayList<>();
    tenant.forEach(
        (kind, things) ->
            things.forEach(
                (id, t) ->
                    lines.add(shown(kind, id, t.name, t.url, t.machine, t.group, t.certificates))));
    steps.forEach((step, id) -> lines.add(step + " " + id));
    return lines.stream().sorted().toList();
  }

  /** A line of an object; what its kind does not have is null. */
  static String shown(
      ObjectKind kind,
      String id,
      String name,
      String url,
      String machine,
      String group,
      List<String> certificates) {
    return Stream.of(kind, id, name, url, machine, group, certificates)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .reduce((one, other) -> one + " " + other)
        .orElseThrow();
  }
}
