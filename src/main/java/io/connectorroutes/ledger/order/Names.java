package io.connectorroutes.ledger.order;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.directory.KnownObjects;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows which name is which object, so that changes that address one object by its id and by its
 * name are in one line. What is wrong here, since others change the tenant as well, is put right
 * when a change is about to be sent: then its object is known. All methods need the account's lock.
 */
public final class Names {
  private final Heads heads;

  Names(Heads heads) {
    this.heads = heads;
  }

  /** Makes the targets, where they are new, of changes that do not address theirs by name. */
  void ensureTargets(Sql sql, List<ChangeRow> changes) throws SQLException {
    Set<String> byId = new HashSet<>();
    changes.stream().filter(Names::isById).map(ChangeRow::lineKey).forEach(byId::add);
    Targets.create(sql, changes.stream().map(ChangeRow::seq).toList(), byId::contains);
  }

  /** The target whose line a change joins that addresses it by name. */
  Targets.Found target(Sql sql, ChangeRow change, Instant now) throws SQLException {
    String key = change.lineKey();
    long account = change.accountId();
    Optional<Targets.Found> known = Targets.find(sql, account, key);
    if (known.isPresent() && known.get().objectKey() != null) {
      return known.get();
    }
    Set<String> ids =
        KnownObjects.idsNamed(
            sql, account, ObjectKind.valueOf(change.usesKind()), change.usesName());
    if (ids.size() == 1) {
      bind(sql, account, key, idKey(change, ids.iterator().next()), now);
      return Targets.find(sql, account, key).orElseThrow();
    }
    return known.isPresent() ? known.get() : Targets.create(sql, account, key, null);
  }

  private static boolean isById(ChangeRow change) {
    ObjectKind kind = change.knownOperation().kind();
    return kind != ObjectKind.USER_FLOW_STEP && !change.lineKey().startsWith(TargetKey.names(kind));
  }

  private static String idKey(ChangeRow change, String objectId) {
    return TargetKey.ofId(change.knownOperation().kind(), objectId);
  }

  /** The name of a change's target turned out to be that object; as {@link #bind}. */
  boolean bind(Sql sql, ChangeRow change, String objectId, Instant now) throws SQLException {
    return bind(sql, change.accountId(), change.lineKey(), idKey(change, objectId), now);
  }

  /**
   * A name turned out to be an object: changes by that name stand in the object's line.
   *
   * @return whether changes by that name left the line that they were in
   */
  private boolean bind(Sql sql, long account, String nameKey, String objectKey, Instant now)
      throws SQLException {
    Optional<Targets.Found> object = Targets.find(sql, account, objectKey);
    Optional<Targets.Found> named = Targets.find(sql, account, nameKey);
    if (object.isEmpty() && named.isPresent() && named.get().objectKey() == null) {
      Targets.lead(sql, account, objectKey, named.get().id());
      Targets.setObject(sql, named.get().id(), objectKey);
      resolved(sql, account, named.get().id(), nameKey, now);
      return false;
    }
    Targets.Found target =
        object.isPresent() ? object.get() : Targets.create(sql, account, objectKey, objectKey);
    if (!objectKey.equals(target.objectKey())) {
      Targets.setObject(sql, target.id(), objectKey);
    }
    if (named.isEmpty() || named.get().id() == target.id()) {
      Targets.lead(sql, account, nameKey, target.id());
      resolved(sql, account, target.id(), nameKey, now);
      return false;
    }
    move(sql, account, nameKey, named.get().id(), target.id(), now);
    resolved(sql, account, target.id(), nameKey, now);
    return true;
  }

  /** It is known whose the name is: those that waited for that go on. */
  private void resolved(Sql sql, long account, long targetId, String nameKey, Instant now)
      throws SQLException {
    List<String> kinds =
        sql.list(
            """
            UPDATE change SET unresolved = NULL
            WHERE account_id = ? AND unresolved IS NOT NULL AND target_id = ? AND line_key = ?
            RETURNING uses_kind
            """,
            row -> row.text("uses_kind"),
            account,
            targetId,
            nameKey);
    if (!kinds.isEmpty()) {
      heads.open(sql, account, Gates.ofLook(kinds.get(0)), now);
    }
  }

  /** Takes all changes by one key from one line to another, each to its place by acceptance. */
  private void move(Sql sql, long account, String key, long from, long to, Instant now)
      throws SQLException {
    Targets.lead(sql, account, key, to);
    int moved =
        sql.update(
            """
            UPDATE change SET target_id = ? WHERE target_id = ? AND line_key = ?
              AND state IN ('queued', 'gated', 'waiting', 'sending')
            """,
            to,
            from,
            key);
    if (moved > 0) {
      heads.again(sql, account, from, now);
      heads.again(sql, account, to, now);
    }
  }

  /** A list showed an object: where changes by its name wait, they wait for that object. */
  void seen(Sql sql, long account, ObjectKind kind, ListedObject object, Instant now)
      throws SQLException {
    if (object.name() == null) {
      return;
    }
    String name = TargetKey.bounded(object.name());
    String nameKey = TargetKey.ofName(kind.name(), name);
    String objectKey = TargetKey.ofId(kind, object.id());
    Optional<Targets.Found> named = Targets.find(sql, account, nameKey);
    if (named.isPresent()
        && !objectKey.equals(named.get().objectKey())
        && KnownObjects.idsNamed(sql, account, kind, name).equals(Set.of(object.id()))) {
      bind(sql, account, nameKey, objectKey, now);
    }
  }

  /** Follows what a settled change did to its object; returns the target that it was about. */
  long settled(Sql sql, ChangeRow change, Decision.Settle decision, Instant now)
      throws SQLException {
    boolean isDone = decision.outcome() == Outcome.APPLIED || decision.outcome() == Outcome.NO_OP;
    return isDone && decision.resourceId() != null
        ? done(sql, change, decision, now)
        : change.targetId();
  }

  /** Returns the target that the change was applied to. */
  private long done(Sql sql, ChangeRow change, Decision.Settle decision, Instant now)
      throws SQLException {
    String objectKey = idKey(change, decision.resourceId());
    return switch (change.knownOperation()) {
      case API_CONNECTOR_CREATE, CONNECTOR_GROUP_CREATE ->
          made(sql, change, decision.resourceId(), now);
      case API_CONNECTOR_DELETE, CONNECTOR_GROUP_DELETE -> {
        gone(sql, change, decision.resourceId());
        yield change.targetId();
      }
      case API_CONNECTOR_UPSERT -> {
        bind(sql, change, decision.resourceId(), now);
        yield Targets.find(sql, change.accountId(), objectKey).orElseThrow().id();
      }
      case API_CONNECTOR_UPDATE, CONNECTOR_GROUP_UPDATE -> {
        if (change.givesName() != null) {
          renamed(sql, change, decision.resourceId(), now);
        }
        yield change.targetId();
      }
      default -> change.targetId();
    };
  }

  private long made(Sql sql, ChangeRow change, String id, Instant now) throws SQLException {
    long account = change.accountId();
    String objectKey = idKey(change, id);
    Optional<Targets.Found> line = Targets.find(sql, account, change.lineKey());
    if (line.isPresent() && line.get().objectKey() != null) {
      // Another object has that name already: the new one is a target of its own.
      unresolve(sql, change);
      Optional<Targets.Found> own = Targets.find(sql, account, objectKey);
      return own.isPresent()
          ? own.get().id()
          : Targets.create(sql, account, objectKey, objectKey).id();
    }
    bind(sql, account, change.lineKey(), objectKey, now);
    return Targets.find(sql, account, objectKey).orElseThrow().id();
  }

  private static void gone(Sql sql, ChangeRow change, String id) throws SQLException {
    sql.update(
        "UPDATE target SET object_key = NULL WHERE id = ? AND object_key = ?",
        change.targetId(),
        idKey(change, id));
  }

  /** The object has its new name, and nobody has the old one. */
  private void renamed(Sql sql, ChangeRow change, String id, Instant now) throws SQLException {
    long account = change.accountId();
    long target = change.targetId();
    String newKey = TargetKey.ofName(change.givesKind(), change.givesName());
    // Before others leave the line: whoever has its turn then must not pass those that come.
    ObjectKind kind = change.knownOperation().kind();
    if (KnownObjects.idsNamed(sql, account, kind, change.givesName()).size() > 1) {
      unresolve(sql, change);
    } else {
      bind(sql, account, newKey, idKey(change, id), now);
    }
    List<String> keys = Targets.keys(sql, target);
    for (String key : keys) {
      if (key.startsWith(TargetKey.names(change.knownOperation().kind())) && !key.equals(newKey)) {
        Targets.forget(sql, account, key);
        moveToOwnLine(sql, account, key, target, now);
      }
    }
  }

  /** Several objects have the name that a change gave: changes by it may be about each of them. */
  private static void unresolve(Sql sql, ChangeRow giver) throws SQLException {
    sql.update(
        """
        UPDATE change SET unresolved = uses_kind
        WHERE account_id = ? AND uses_kind = ? AND uses_name = ? AND uses_name IS NOT NULL
          AND line_key = ? AND state IN ('queued', 'gated', 'waiting', 'sending')
        """,
        giver.accountId(),
        giver.givesKind(),
        giver.givesName(),
        TargetKey.ofName(giver.givesKind(), giver.givesName()));
  }

  /** Nobody has the name of a change's target: changes by it are about no object that is known. */
  void unbind(Sql sql, ChangeRow change, Instant now) throws SQLException {
    if (Targets.keys(sql, change.targetId()).size() > 1) {
      Targets.forget(sql, change.accountId(), change.lineKey());
      moveToOwnLine(sql, change.accountId(), change.lineKey(), change.targetId(), now);
    }
  }

  private void moveToOwnLine(Sql sql, long account, String key, long from, Instant now)
      throws SQLException {
    boolean isAny =
        sql.exists(
            """
            SELECT 1 FROM change WHERE target_id = ? AND line_key = ?
              AND state IN ('queued', 'gated', 'waiting', 'sending') LIMIT 1
            """,
            from,
            key);
    if (isAny) {
      move(sql, account, key, from, Targets.create(sql, account, key, null).id(), now);
    }
  }
}
