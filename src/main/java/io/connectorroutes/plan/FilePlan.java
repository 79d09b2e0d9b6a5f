package io.connectorroutes.plan;

import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.KnownChange;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.RequestBudget;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Says of the rows of files, one after the other, what each would do. They are given in the order
 * in which they take effect: that of the files, but for what goes behind a later row that gives its
 * name, and what is not to be sent before its time. For one thread.
 */
public final class FilePlan {
  private record Known(RowPlace at, byte[] content) {}

  private record Later(Instant notBefore, ValidRow.Held row) {}

  private final Instant now;
  private final RequestBudget budget;
  private final Function<String, TenantPlanning> tenants;
  private final Consumer<PlannedRow> out;
  private final Map<String, TenantPlanning> plannings = new LinkedHashMap<>();
  private final Map<String, Known> known = new HashMap<>();
  private final List<Later> later = new ArrayList<>();
  private final Map<Action, Long> actions = new EnumMap<>(Action.class);
  private final Set<String> tenantsWithWaiting = new HashSet<>();
  private long waiting;

  /**
   * Plans rows.
   *
   * @param now when they would be recorded
   * @param budget of each tenant
   * @param tenants gives the planning of an account
   * @param out takes each row
   */
  public FilePlan(
      Instant now,
      RequestBudget budget,
      Function<String, TenantPlanning> tenants,
      Consumer<PlannedRow> out) {
    this.now = now;
    this.budget = budget;
    this.tenants = tenants;
    this.out = out;
  }

  /**
   * Takes the next row.
   *
   * @param file what its file is called
   * @param earlier what the ledger knows of its id; null where the id is new
   */
  public void take(String file, ReceivedRow row, KnownChange earlier) {
    RowPlace at = new RowPlace(file, row.row());
    if (earlier != null && earlier.isSame()) {
      add(unsent(at, row, "known" + since(earlier)));
      if (earlier.outcome() == null) {
        addWaiting(row);
      }
      return;
    }
    if (row.problem() == null && earlier != null) {
      String reused = ReceivedRow.Problem.changeIdReused(row.changeId()).message();
      add(rejected(at, row, reused));
      return;
    }
    if (row.problem() != null) {
      add(rejected(at, row, row.problem().message()));
      return;
    }
    Known first = known.get(row.changeId());
    if (first == null) {
      known.put(row.changeId(), new Known(at, content(row)));
      plan(new ValidRow(at, row.account(), row.change(), row.target(), row.certificate()));
    } else if (MessageDigest.isEqual(first.content, content(row))) {
      add(unsent(at, row, "the same change as " + first.at + ", and sent once"));
    } else {
      add(
          rejected(
              at,
              row,
              "changeId reused: "
                  + first.at
                  + " has it with other content; give this change an id of its own"));
    }
  }

  private void addWaiting(ReceivedRow row) {
    waiting++;
    if (row.account() != null) {
      tenantsWithWaiting.add(GraphTenant.nameOf(row.tenant()));
    }
  }

  /** No row follows. */
  public PlanTotals end() {
    later.sort(Comparator.comparing(Later::notBefore));
    later.forEach(one -> take(one.row.row()));
    plannings.values().forEach(planning -> planning.end(this::add));
    Map<String, Long> requests = new HashMap<>();
    plannings.values().forEach(one -> requests.merge(one.name(), one.requests(budget), Long::sum));
    tenantsWithWaiting.forEach(name -> requests.putIfAbsent(name, 0L));
    return new PlanTotals(
        actions, requests.values().stream().mapToLong(Long::longValue).sum(), requests, waiting);
  }

  private void plan(ValidRow row) {
    Instant notBefore = row.change().notBefore();
    if (notBefore != null && notBefore.isAfter(now)) {
      later.add(new Later(notBefore, row.held()));
    } else {
      take(row);
    }
  }

  private void take(ValidRow row) {
    plannings.computeIfAbsent(row.account(), tenants).take(row, this::add);
  }

  private void add(PlannedRow row) {
    actions.merge(row.action(), 1L, Long::sum);
    out.accept(row);
  }

  private static byte[] content(ReceivedRow row) {
    try {
      byte[] change = ChangeJson.write(row.compared() == null ? row.change() : row.compared());
      return MessageDigest.getInstance("SHA-256").digest(change);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static PlannedRow rejected(RowPlace at, ReceivedRow row, String problem) {
    return without(at, row, Action.CANNOT_WORK, problem, List.of());
  }

  private static PlannedRow unsent(RowPlace at, ReceivedRow row, String why) {
    return without(at, row, Action.NO_OP, null, List.of(why));
  }

  private static String since(KnownChange earlier) {
    String time = earlier.receivedAt() == null ? "" : " since " + earlier.receivedAt();
    return earlier.outcome() == null
        ? time + ", and waits there to be sent"
        : time + ", " + earlier.outcome().wireName() + ", and not sent again";
  }

  private static PlannedRow without(
      RowPlace at, ReceivedRow row, Action action, String problem, List<String> notes) {
    return new PlannedRow(
        at,
        row.changeId(),
        row.operation(),
        row.account() == null ? null : GraphTenant.nameOf(row.tenant()),
        row.target(),
        action,
        null,
        problem,
        List.of(),
        null,
        List.of(),
        notes);
  }
}
