package io.connectorroutes.engine;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.engine.Sequence.Execution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The changes that were applied last, by object, step of a flow, and name. */
final class AppliedRows {
  /** The position of an acceptance, and the revision; null for none. */
  private record Row(long position, Long revision) {}

  private final Map<String, Row> rows = new HashMap<>();

  /** The rows of names as they are without changes by id whose object's name was never known. */
  private final Map<String, Row> namesAtLeast = new HashMap<>();

  /**
   * Whether it must not be sent: its revision is no news, or it was moved or replayed and a change
   * accepted later was applied.
   *
   * @param id of its object; null where it would make one
   */
  boolean supersede(Execution execution, String id) {
    ConnectorChange change = execution.change;
    if (isPut(change)) {
      return isOver(execution, rows.get(place(change)));
    }
    ObjectKind kind = change.operation().referredKind();
    if (id != null) {
      return isOver(execution, rows.get(ofId(kind, id)));
    }
    String name = ofName(kind, change.givenName().orElseThrow());
    boolean one = isOver(execution, rows.get(name));
    boolean other = isOver(execution, namesAtLeast.get(name));
    return one == other ? one : execution.actual.outcome() == Outcome.SUPERSEDED;
  }

  private static boolean isOver(Execution execution, Row row) {
    if (row == null) {
      return false;
    }
    Long revision = execution.change.revision();
    boolean isOld = revision != null && row.revision() != null && row.revision() >= revision;
    return isOld || (execution.mayBeOvertaken() && row.position() > execution.position);
  }

  /** A link, or the end of one. */
  void isPut(Execution execution) {
    raise(place(execution.change), execution);
  }

  /**
   * A change of an object.
   *
   * @param before its name before; null for none
   * @param after its name now
   */
  void isApplied(Execution execution, String id, String before, String after) {
    ObjectKind kind = execution.change.operation().referredKind();
    raise(ofId(kind, id), execution);
    boolean isKnown = isByName(execution.change);
    if (before != null && !before.equals(after)) {
      name(kind, before, execution, null, isKnown);
    }
    if (after != null) {
      boolean isGiven = execution.change.givenName().isPresent();
      name(kind, after, execution, execution.change.revision(), isKnown || isGiven);
    }
  }

  /**
   * A delete that was applied, or found nothing.
   *
   * @param id null where nobody has the name
   * @param before its name; null where it is not there
   */
  void isGone(Execution execution, String id, String before) {
    ObjectKind kind = execution.change.operation().referredKind();
    if (id != null) {
      raise(ofId(kind, id), execution);
    }
    String name =
        Optional.ofNullable(before)
            .or(() -> execution.change.reference().map(ObjectReference::name))
            .orElse(null);
    if (name != null) {
      name(kind, name, execution, execution.change.revision(), isByName(execution.change));
    }
  }

  private void raise(String key, Execution execution) {
    Row before = rows.getOrDefault(key, new Row(-1, null));
    Long revision = execution.change.revision();
    boolean isHigher =
        revision != null && (before.revision() == null || revision > before.revision());
    rows.put(
        key,
        new Row(
            Math.max(before.position(), execution.position),
            isHigher ? revision : before.revision()));
  }

  private void name(
      ObjectKind kind, String name, Execution execution, Long revision, boolean isKnown) {
    Row row = new Row(execution.position, revision);
    for (Map<String, Row> each : isKnown ? List.of(rows, namesAtLeast) : List.of(rows)) {
      each.merge(
          ofName(kind, name),
          row,
          (before, after) -> after.position() >= before.position() ? after : before);
    }
  }

  private static boolean isByName(ConnectorChange change) {
    return change.reference().map(ObjectReference::isByName).orElse(true);
  }

  private static boolean isPut(ConnectorChange change) {
    Effect effect = change.operation().effect();
    return effect == Effect.LINK || effect == Effect.UNLINK;
  }

  /** A connector that is moved to a group is the one that is updated. */
  private static String place(ConnectorChange change) {
    return change.target().userFlowId() == null
        ? ofId(change.operation().kind(), change.target().id())
        : "flow " + change.target().userFlowId() + " " + change.target().step();
  }

  private static String ofId(ObjectKind kind, String id) {
    return kind + " id " + id;
  }

  private static String ofName(ObjectKind kind, String name) {
    return kind + " name " + Objects.requireNonNull(name);
  }
}
