package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.order.Applied;
import io.connectorroutes.ledger.order.OrderFacts;
import io.connectorroutes.ledger.order.OrderedChange;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds changes that are not to be sent any more, since a later one was applied. */
final class Superseded {
  private Superseded() {}

  /**
   * Of changes that are about to be planned, those whose objects are known without a list, and that
   * have not been sent yet.
   */
  static List<Decision.Settle> beforePlanning(Sql sql, long accountId, List<ChangeRow> due)
      throws SQLException {
    Map<ChangeRow, String> keys = new HashMap<>();
    for (ChangeRow change : due) {
      if (isAsked(change) && !isKnownFromPlan(change)) {
        key(change, change.objectId()).ifPresent(key -> keys.put(change, key));
      }
    }
    return find(sql, accountId, keys);
  }

  /**
   * Of changes that are about to be sent, those whose objects planning has found, and those that
   * planning has found not to be done by an earlier request.
   */
  static List<Decision.Settle> beforeSending(
      Sql sql, long accountId, List<ChangeRow> due, List<Intent> intents) throws SQLException {
    Map<Long, Intent> sent = new HashMap<>();
    intents.stream()
        .filter(intent -> intent.kind() == Intent.Kind.CHANGE)
        .forEach(intent -> sent.put(intent.seq(), intent));
    Map<ChangeRow, String> keys = new HashMap<>();
    for (ChangeRow change : due) {
      if (sent.containsKey(change.seq()) && isAsked(change) && isKnownFromPlan(change)) {
        String given = change.objectId();
        String objectId = given == null ? sent.get(change.seq()).objectId() : given;
        key(change, objectId).ifPresent(key -> keys.put(change, key));
      }
    }
    return find(sql, accountId, keys);
  }

  private static Optional<String> key(ChangeRow change, String objectId) {
    return Applied.key(OrderedChange.facts(change), objectId);
  }

  /** Whether only the plan tells what it is sent to, or that it has to be sent at all. */
  private static boolean isKnownFromPlan(ChangeRow change) {
    OrderFacts facts = OrderedChange.facts(change);
    return change.phase() == Phase.LOOK || (facts.place() == null && facts.name() != null);
  }

  /**
   * Most are not: they have no revision, and nothing that was accepted later can have passed them.
   * While the answer to a request is lost its keys are held: only a replay of one can be too late.
   */
  private static boolean isAsked(ChangeRow change) {
    boolean isToBeSent =
        change.phase() == Phase.SEND || (change.phase() == Phase.LOOK && change.replay() > 0);
    return isToBeSent && (change.revision() != null || mayBeOvertaken(change));
  }

  private static boolean mayBeOvertaken(ChangeRow change) {
    boolean isMovedLink = change.counter() > 0 && change.putInto() != null;
    return (change.replay() > 0 || isMovedLink) && !change.overtaken();
  }

  private static List<Decision.Settle> find(Sql sql, long accountId, Map<ChangeRow, String> keys)
      throws SQLException {
    Map<String, Applied.Last> last = Applied.last(sql, accountId, keys.values());
    List<Decision.Settle> found = new ArrayList<>();
    keys.forEach(
        (change, key) ->
            Optional.ofNullable(last.get(key))
                .flatMap(applied -> why(change, applied))
                .ifPresent(why -> found.add(superseded(change, why))));
    return found;
  }

  private static Optional<String> why(ChangeRow change, Applied.Last applied) {
    Long revision = change.revision();
    if (revision != null && applied.revision() != null && revision <= applied.revision()) {
      return Optional.of(
          "revision "
              + revision
              + " is not above "
              + applied.revision()
              + ", which was applied to this target");
    }
    return mayBeOvertaken(change) && applied.position() > change.position()
        ? Optional.of("a change that was accepted later was applied to this target")
        : Optional.empty();
  }

  private static Decision.Settle superseded(ChangeRow change, String why) {
    return new Decision.Settle(change.seq(), Outcome.SUPERSEDED, null, null, null, why, null);
  }
}
