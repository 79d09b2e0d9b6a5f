package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.PermissionAnswer;
import io.connectorroutes.ledger.table.PermissionNeeds;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of table {@code refused_permission} of one account, which is locked: what Graph refuses
 * there for want of a permission. After {@code graph.pause-after} answers 403 in a row what needs
 * that permission rests: it is not claimed, but for one change every five minutes, which tries it.
 */
final class PermissionRests {
  /** How long after a try the next one is. */
  static final Duration BETWEEN_TRIES = Duration.ofMinutes(5);

  /** Nothing is refused. */
  static final PermissionRests NONE = new PermissionRests(new EnumMap<>(Permission.class));

  /**
   * One of them.
   *
   * @param refusals in a row
   * @param since when its rest began; null where it does not rest
   * @param nextTry null as above
   */
  private record Refused(int refusals, Instant since, Instant nextTry) {
    static final Refused NEVER = new Refused(0, null, null);

    static Refused of(Row row) throws SQLException {
      return new Refused(row.count("refusals"), row.time("rests_since"), row.time("next_try"));
    }

    boolean rests() {
      return since != null;
    }

    Refused after(PermissionAnswer.Kind answer, int pauseAfter, Instant now) {
      Instant next = now.plus(BETWEEN_TRIES);
      return switch (answer) {
        case GRANTED -> NEVER;
        case UNKNOWN -> rests() ? new Refused(refusals, since, next) : this;
        case REFUSED ->
            rests() || refusals + 1 >= pauseAfter
                ? new Refused(refusals + 1, rests() ? since : now, next)
                : new Refused(refusals + 1, null, null);
      };
    }
  }

  private final Map<Permission, Refused> refused;

  private PermissionRests(Map<Permission, Refused> refused) {
    this.refused = refused;
  }

  /** What is refused in that account. */
  static PermissionRests of(Sql sql, long accountId) throws SQLException {
    Map<Permission, Refused> refused = new EnumMap<>(Permission.class);
    sql.list(
        "SELECT permission, refusals, rests_since, next_try FROM refused_permission"
            + " WHERE account_id = ?",
        row -> refused.put(PermissionNeeds.permission(row.count("permission")), Refused.of(row)),
        accountId);
    return new PermissionRests(refused);
  }

  /** Whether anything rests. */
  boolean isAny() {
    return !resting().isEmpty();
  }

  /** Those that rest. */
  List<Permission> resting() {
    return refused.entrySet().stream()
        .filter(one -> one.getValue().rests())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those of what a change needs that rest. */
  Set<Permission> among(ConnectorChange change) {
    return refused.isEmpty()
        ? Set.of()
        : Permission.of(change).stream()
            .filter(one -> refused.getOrDefault(one, Refused.NEVER).rests())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether nothing that the change needs rests, or it is time to try all that does. */
  boolean maySend(DueChange change, Instant now) {
    return change.tried().stream().noneMatch(one -> refused.get(one).nextTry.isAfter(now));
  }

  /** What changes may need that go on. */
  List<Integer> free() {
    return PermissionNeeds.ALL.stream().filter(need -> resting(need).isEmpty()).toList();
  }

  /** What a change may need that is tried now; the fewest permissions first. */
  List<Integer> toBeTried(Instant now) {
    return PermissionNeeds.ALL.stream()
        .filter(need -> !resting(need).isEmpty())
        .filter(need -> resting(need).stream().noneMatch(one -> one.nextTry.isAfter(now)))
        .toList();
  }

  private List<Refused> resting(int need) {
    return refused.entrySet().stream()
        .filter(one -> (PermissionNeeds.number(one.getKey()) & need) != 0)
        .map(Map.Entry::getValue)
        .filter(Refused::rests)
        .toList();
  }

  /**
   * Takes in what answers tell.
   *
   * @param isAnyRefused whether the account has such rows
   * @param pauseAfter {@code graph.pause-after}; 0: nothing rests, and what rested goes on
   */
  static void answered(
      Sql sql,
      long accountId,
      boolean isAnyRefused,
      List<PermissionAnswer> answers,
      int pauseAfter,
      Instant now)
      throws SQLException {
    if (pauseAfter == 0) {
      if (isAnyRefused) {
        end(sql, accountId);
      }
      return;
    }
    boolean isNew = answers.stream().anyMatch(PermissionAnswer::isRefused);
    if (answers.isEmpty() || !(isNew || isAnyRefused)) {
      return;
    }
    Map<Permission, Refused> before = of(sql, accountId).refused;
    Map<Permission, Refused> after = new HashMap<>(before);
    for (PermissionAnswer answer : answers) {
      after.compute(
          answer.permission(),
          (permission, row) ->
              Objects.requireNonNullElse(row, Refused.NEVER).after(answer.kind(), pauseAfter, now));
    }
    after.values().removeIf(row -> row.refusals == 0);
    if (!after.equals(before)) {
      write(sql, accountId, after);
    }
  }

  /** One waiting change was to try what rests and sent nothing: another time. */
  static void notTried(Sql sql, long accountId, Instant now) throws SQLException {
    sql.update(
        "UPDATE refused_permission SET next_try = ? WHERE account_id = ? AND next_try <= ?",
        now.plus(BETWEEN_TRIES),
        accountId,
        now);
  }

  /** All that rests goes on. */
  static void end(Sql sql, long accountId) throws SQLException {
    write(sql, accountId, Map.of());
  }

  private static void write(Sql sql, long accountId, Map<Permission, Refused> rows)
      throws SQLException {
    sql.update("DELETE FROM refused_permission WHERE account_id = ?", accountId);
    sql.updateEach(
        "INSERT INTO refused_permission (account_id, permission, refusals, rests_since, next_try)"
            + " VALUES (?, ?, ?, ?, ?)",
        rows.entrySet().stream()
            .map(
                row ->
                    new Object[] {
                      accountId,
                      PermissionNeeds.number(row.getKey()),
                      row.getValue().refusals,
                      row.getValue().since,
                      row.getValue().nextTry
                    })
            .toList());
    sql.update(
        "UPDATE account SET refused = ? WHERE id = ?",
        PermissionNeeds.sum(rows.keySet()),
        accountId);
  }
}
