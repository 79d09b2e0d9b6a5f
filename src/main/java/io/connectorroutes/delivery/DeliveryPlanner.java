package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.ledger.TenantPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Plans the next call of a tenant: a request for each due change that needs one, as many as one
 * call may hold, and a decision for those that need none. What does not fit, or depends on what is
 * in it, stays due. Thread safe.
 */
public final class DeliveryPlanner implements Planner<GraphCall> {
  private final CallFactory calls;
  private final NameResolution names;
  private final LostCreates lostCreates;
  private final CertificateUploads uploads;
  private final BatchSizes sizes;
  private final DeliverySettings settings;
  private final FirstLists firstLists;

  /**
   * Creates a planner.
   *
   * @param sizes shared with the {@link ResponsePolicy}
   * @param firstLists shared with the {@link ResponsePolicy}
   */
  public DeliveryPlanner(
      GraphRequests requests,
      GraphLists lists,
      BatchSizes sizes,
      FirstLists firstLists,
      DeliverySettings settings) {
    this.sizes = sizes;
    this.firstLists = firstLists;
    this.calls = new CallFactory(requests, lists);
    this.names = new NameResolution(calls);
    this.settings = settings;
    this.lostCreates = new LostCreates(settings);
    this.uploads = new CertificateUploads(names, calls, settings);
  }

  /** A planner that sends each change in a request of its own, and lists each kind first. */
  public static DeliveryPlanner oneByOne(
      GraphRequests requests, GraphLists lists, DeliverySettings settings) {
    return new DeliveryPlanner(
        requests, lists, new BatchSizes(1), new FirstLists(UnaryOperator.identity()), settings);
  }

  @Override
  public TenantPlan<GraphCall> plan(List<DueChange> due, LedgerView view) {
    List<Decision> decisions = new ArrayList<>();
    BatchBuilder batch = new BatchBuilder(sizes.of(due.get(0).account()));
    for (DueChange change : inSendingOrder(due, view)) {
      if (batch.isFull()) {
        break;
      }
      if (!batch.gives(change.change().reference())) {
        plan(change, view, decisions, batch);
      }
    }
    GraphCall call = batch.call().orElse(null);
    return new TenantPlan<>(
        List.copyOf(decisions), call, call == null ? List.of() : call.intents());
  }

  /** While a list is read, deletes of its kind go last: they would make it worthless. */
  private static List<DueChange> inSendingOrder(List<DueChange> due, LedgerView view) {
    return due.stream().sorted(Comparator.comparing(change -> wouldMarList(change, view))).toList();
  }

  private static boolean wouldMarList(DueChange change, LedgerView view) {
    Operation operation = change.change().operation();
    return operation.isDelete() && Lookup.unfinished(view, operation.kind()).isPresent();
  }

  private void plan(
      DueChange change, LedgerView view, List<Decision> decisions, BatchBuilder batch) {
    NextStep step = step(change, view);
    if (step instanceof NextStep.Decide decided) {
      decisions.add(decided.decision());
    } else if (step instanceof NextStep.Send send) {
      batch.offer(change, send.call());
    } else if (step instanceof NextStep.List list && batch.mayList(list.kind())) {
      batch.offer(calls.page(change, list, view));
    }
  }

  private NextStep step(DueChange due, LedgerView view) {
    try {
      return switch (due.phase()) {
        case SEND -> send(due, view);
        case LOOK -> look(due, view);
        case COMPLETE -> new NextStep.Send(calls.complete(due));
      };
    } catch (IllegalArgumentException e) {
      if (due.phase() != Phase.SEND || view.mayHaveBeenDone(due.seq())) {
        throw e;
      }
      return new NextStep.Decide(
          Decision.Settle.of(due, Outcome.REJECTED, null, "invalid", e.getMessage()));
    }
  }

  private NextStep send(DueChange due, LedgerView view) {
    Optional<ObjectReference> reference = due.change().reference();
    if (reference.isEmpty()) {
      return sendWithoutReference(due, view);
    }
    ObjectReference object = reference.get();
    if (due.change().operation().effect() == Effect.APPEND) {
      return uploads.send(due, object, view);
    }
    return object.isByName()
        ? names.step(due, object, view)
        : new NextStep.Send(calls.send(due, object.id(), null));
  }

  private NextStep sendWithoutReference(DueChange due, LedgerView view) {
    Operation operation = due.change().operation();
    return operation.effect() == Effect.CREATE
            && firstLists.isNeeded(due.account(), operation.kind(), view)
        ? new NextStep.List(operation.kind(), true)
        : new NextStep.Send(calls.send(due, null, null));
  }

  private NextStep look(DueChange due, LedgerView view) {
    Operation operation = due.change().operation();
    if (operation.isIdempotent()) {
      return send(due, view);
    }
    if (due.lookups() >= settings.maxLooks()) {
      return new NextStep.Decide(
          LostAnswer.unknown(
              due,
              null,
              due.lookups()
                  + " looks in the tenant could not settle whether it was done: compare by hand"));
    }
    if (operation.effect() == Effect.APPEND) {
      return uploads.look(due, due.change().reference().orElseThrow(), view);
    }
    return lostCreates.look(due, view).orElseGet(() -> send(due, view));
  }
}
