package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.directory.KnownObjects;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the head of a line waits for in other lines of its account. Always something that was
 * accepted earlier, and that does not wait for a later change itself, so that no two changes wait
 * for each other:
 *
 * <ul>
 *   <li>an earlier change gives that name to an object, or takes it from one, by which it addresses
 *       an object;
 *   <li>it addresses an object by id, and an earlier change addresses one by a name of which it is
 *       not known yet whose it is;
 *   <li>it gives an object a name, or takes one from it, that an earlier change still addresses
 *       something by;
 *   <li>it renames an object by id whose name is not known, and an earlier change links to one by
 *       name: that name may be this object's;
 *   <li>it deletes an API connector or a connector group, and an earlier change of a user flow or
 *       of a connector's group may need it, or may let go of it; or the other way round.
 * </ul>
 */
final class Gates {
  /** The condition of index {@code change_using}. */
  private static final String IS_LINK_OR_DELETE =
      """
      operation IN ('userFlow.enableApiConnector', 'userFlow.disableApiConnector',
        'connector.moveToGroup', 'apiConnector.delete', 'connectorGroup.delete')
      """;

  private static final String IN_LINE = "state IN ('queued', 'gated', 'waiting', 'sending')";

  /**
   * A line whose head waits for a later change keeps nobody: what that one waits for may be behind
   * whatever is kept.
   */
  private static final String IS_NOT_PUT_BACK =
      """
       AND NOT EXISTS (
         SELECT 1 FROM target t JOIN change head ON head.seq = t.head_seq
         WHERE t.id = change.target_id AND head.state = 'waiting' AND head.gate IS NOT NULL)
      """;

  private Gates() {}

  /** The first gate that is closed for a change; it goes on when that opens. */
  static Optional<String> closed(Sql sql, ChangeRow change) throws SQLException {
    if (change.usesName() != null && isNameToBeTaken(sql, change)) {
      return Optional.of(ofTaker(change.usesKind(), change.usesName()));
    }
    if (change.usesName() != null && isNameToBeGiven(sql, change)) {
      return Optional.of(ofName(change.usesKind(), change.usesName()));
    }
    ObjectKind kind = change.knownOperation().kind();
    if (isById(change) && isAnyUnresolved(sql, change, kind)) {
      return Optional.of(ofLook(kind.name()));
    }
    for (String name : namesChanged(sql, change, kind)) {
      if (isNameUsed(sql, change, kind, name)) {
        return Optional.of(ofUsers(kind.name(), name));
      }
    }
    Optional<String> linkedName = earlierLinkThatMayMean(sql, change, kind);
    if (linkedName.isPresent()) {
      return Optional.of(ofUsers(kind.name(), linkedName.get()));
    }
    for (Operation other : notToBeOvertakenBy(change.knownOperation())) {
      if (isEarlier(sql, change, other)) {
        return Optional.of(ofUse(other));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a look is all that a change can wait for: what it uses, gives and takes has no name,
   * and it neither links nor deletes what can be linked to.
   */
  static boolean isOnlyForLooks(ChangeRow change) {
    return change.usesName() == null
        && change.givesName() == null
        && change.takesName() == null
        && notToBeOvertakenBy(change.knownOperation()).isEmpty();
  }

  /** The gates that may open when a change is settled, or waits for a later one. */
  static List<String> openedBy(ChangeRow settled) {
    List<String> gates = new ArrayList<>();
    if (settled.givesName() != null) {
      gates.add(ofName(settled.givesKind(), settled.givesName()));
    }
    if (settled.takesName() != null) {
      gates.add(ofTaker(settled.usesKind(), settled.takesName()));
    }
    if (settled.usesName() != null) {
      gates.add(ofUsers(settled.usesKind(), settled.usesName()));
    }
    if (settled.unresolved() != null) {
      gates.add(ofLook(settled.unresolved()));
    }
    Operation operation = settled.knownOperation();
    if (operation.kind() == ObjectKind.USER_FLOW_STEP
        || operation == Operation.CONNECTOR_MOVE_TO_GROUP
        || operation.isDelete()) {
      gates.add(ofUse(operation));
    }
    return gates;
  }

  /** Opens when a name is given. */
  static String ofName(String kind, String name) {
    return TargetKey.ofName(kind, name);
  }

  /** Opens when it is known whose the names of that kind are. */
  static String ofLook(String kind) {
    return "look:" + kind;
  }

  private static String ofTaker(String kind, String name) {
    return "taker:" + TargetKey.ofName(kind, name);
  }

  private static String ofUsers(String kind, String name) {
    return "users:" + TargetKey.ofName(kind, name);
  }

  private static String ofUse(Operation operation) {
    return "use:" + operation.wireName();
  }

  private static boolean isById(ChangeRow change) {
    return !change.isTargetNamed()
        && switch (change.knownOperation()) {
          case API_CONNECTOR_UPDATE,
              API_CONNECTOR_DELETE,
              API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE,
              CONNECTOR_GROUP_UPDATE,
              CONNECTOR_GROUP_DELETE ->
              true;
          default -> false;
        };
  }

  /** Links and deletes keep their order, since a link may be to what is deleted. */
  private static List<Operation> notToBeOvertakenBy(Operation operation) {
    return switch (operation) {
      case API_CONNECTOR_DELETE ->
          List.of(
              Operation.USER_FLOW_ENABLE_API_CONNECTOR, Operation.USER_FLOW_DISABLE_API_CONNECTOR);
      case USER_FLOW_ENABLE_API_CONNECTOR, USER_FLOW_DISABLE_API_CONNECTOR ->
          List.of(Operation.API_CONNECTOR_DELETE);
      case CONNECTOR_GROUP_DELETE -> List.of(Operation.CONNECTOR_MOVE_TO_GROUP);
      case CONNECTOR_MOVE_TO_GROUP -> List.of(Operation.CONNECTOR_GROUP_DELETE);
      default -> List.of();
    };
  }

  private static boolean isNameToBeGiven(Sql sql, ChangeRow change) throws SQLException {
    return sql.exists(
        """
        SELECT 1 FROM change WHERE account_id = ? AND gives_kind = ? AND gives_name = ?
          AND state <> 'settled' AND gives_name IS NOT NULL AND position < ? AND target_id <> ?
        """
            + IS_NOT_PUT_BACK
            + "LIMIT 1",
        change.accountId(),
        change.usesKind(),
        change.usesName(),
        change.position(),
        change.targetId());
  }

  private static boolean isNameToBeTaken(Sql sql, ChangeRow change) throws SQLException {
    return sql.exists(
        "SELECT 1 FROM change WHERE account_id = ? AND uses_kind = ? AND takes_name = ?"
            + " AND takes_name IS NOT NULL AND position < ? AND target_id <> ? AND "
            + IN_LINE
            + IS_NOT_PUT_BACK
            + "LIMIT 1",
        change.accountId(),
        change.usesKind(),
        change.usesName(),
        change.position(),
        change.targetId());
  }

  /** The names of which somebody else, or nobody, is meant once the change is applied. */
  private static List<String> namesChanged(Sql sql, ChangeRow change, ObjectKind kind)
      throws SQLException {
    if (change.givesName() == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>(List.of(change.givesName()));
    if (change.isTargetNamed()) {
      names.add(change.usesName());
    } else if (isById(change)) {
      knownName(sql, change, kind).ifPresent(names::add);
    }
    return names;
  }

  private static Optional<String> knownName(Sql sql, ChangeRow change, ObjectKind kind)
      throws SQLException {
    String id = change.lineKey().substring(TargetKey.ofId(kind, "").length());
    return KnownObjects.nameOf(sql, change.accountId(), kind, id);
  }

  /**
   * The name by which an earlier change links to an object that may be the one that a change
   * renames: its own name is not known. What alters an object by name is waited for as a look.
   */
  private static Optional<String> earlierLinkThatMayMean(Sql sql, ChangeRow change, ObjectKind kind)
      throws SQLException {
    if (change.givesName() == null || !isById(change) || knownName(sql, change, kind).isPresent()) {
      return Optional.empty();
    }
    Operation link =
        kind == ObjectKind.API_CONNECTOR
            ? Operation.USER_FLOW_ENABLE_API_CONNECTOR
            : Operation.CONNECTOR_MOVE_TO_GROUP;
    return sql.first(
        "SELECT uses_name FROM change WHERE account_id = ? AND operation = ? AND position < ?"
            + " AND uses_name IS NOT NULL AND "
            + IS_LINK_OR_DELETE
            + " AND "
            + IN_LINE
            + IS_NOT_PUT_BACK
            + "ORDER BY position LIMIT 1",
        row -> row.text("uses_name"),
        change.accountId(),
        link.wireName(),
        change.position());
  }

  private static boolean isNameUsed(Sql sql, ChangeRow change, ObjectKind kind, String name)
      throws SQLException {
    return sql.exists(
        "SELECT 1 FROM change WHERE account_id = ? AND uses_kind = ? AND uses_name = ?"
            + " AND uses_name IS NOT NULL AND position < ? AND target_id <> ? AND "
            + IN_LINE
            + IS_NOT_PUT_BACK
            + "LIMIT 1",
        change.accountId(),
        kind.name(),
        name,
        change.position(),
        change.targetId());
  }

  private static boolean isAnyUnresolved(Sql sql, ChangeRow change, ObjectKind kind)
      throws SQLException {
    return sql.exists(
        """
        SELECT 1 FROM change WHERE account_id = ? AND unresolved = ? AND position < ?
          AND target_id <> ?
        """
            + IS_NOT_PUT_BACK
            + "LIMIT 1",
        change.accountId(),
        kind.name(),
        change.position(),
        change.targetId());
  }

  private static boolean isEarlier(Sql sql, ChangeRow change, Operation operation)
      throws SQLException {
    return sql.exists(
        "SELECT 1 FROM change WHERE account_id = ? AND operation = ? AND position < ? AND "
            + IS_LINK_OR_DELETE
            + " AND "
            + IN_LINE
            + IS_NOT_PUT_BACK
            + "LIMIT 1",
        change.accountId(),
        operation.wireName(),
        change.position());
  }
}
