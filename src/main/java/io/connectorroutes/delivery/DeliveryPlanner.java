package io.connectorroutes.delivery;

import io.connectorroutes.change.Operation;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.ObjectReference;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.ledger.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the next request of a tenant: the first due change that needs one gets it, and those before
 * it that need none are settled or put off. Thread safe.
 */
public final class DeliveryPlanner implements Planner<GraphCall> {
  private final Calls calls;
  private final NameResolution names;
  private final LostCreates lostCreates;
  private final CertificateUploads uploads;

  /**
   * A planner.
   *
   * @param directory shared with the {@link Judge}, which feeds it
   * @param thumbprint of certificates, to find those that are there already
   */
  public DeliveryPlanner(
      GraphRequests requests,
      GraphLists lists,
      NameDirectory directory,
      Thumbprint thumbprint,
      Backoff backoff,
      DeliverySettings settings) {
    this.calls = new Calls(requests, lists, directory);
    this.names = new NameResolution(directory, calls, backoff, settings);
    this.lostCreates = new LostCreates(directory, settings);
    this.uploads = new CertificateUploads(directory, names, calls, thumbprint, settings);
  }

  @Override
  public TenantPlan<GraphCall> plan(List<DueChange> due, LedgerView view) {
    List<Verdict> verdicts = new ArrayList<>();
    for (DueChange change : due) {
      Step step = step(change, view);
      if (step instanceof Step.Decide decided) {
        verdicts.add(decided.verdict());
      } else {
        return plan(verdicts, call(step, change, view));
      }
    }
    return new TenantPlan<>(List.copyOf(verdicts), null, List.of());
  }

  private static TenantPlan<GraphCall> plan(List<Verdict> verdicts, GraphCall call) {
    return new TenantPlan<>(List.copyOf(verdicts), call, List.of(call.intent()));
  }

  private GraphCall call(Step step, DueChange due, LedgerView view) {
    return step instanceof Step.List list
        ? calls.list(due, list.kind(), view.now())
        : ((Step.Send) step).call();
  }

  private Step step(DueChange due, LedgerView view) {
    try {
      return switch (due.phase()) {
        case SEND -> send(due, view);
        case LOOK -> look(due, view);
        case COMPLETE -> new Step.Send(calls.complete(due));
      };
    } catch (IllegalArgumentException e) {
      return new Step.Decide(
          Verdicts.settled(due, Outcome.REJECTED, null, "invalid", e.getMessage()));
    }
  }

  private Step send(DueChange due, LedgerView view) {
    Optional<ObjectReference> reference = ObjectReference.of(due.change());
    if (reference.isEmpty()) {
      return new Step.Send(calls.send(due, null, null));
    }
    ObjectReference object = reference.get();
    if (due.change().operation() == Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE) {
      return uploads.send(due, object, view);
    }
    return object.isByName()
        ? names.step(due, object, view)
        : new Step.Send(calls.send(due, object.id(), null));
  }

  private Step look(DueChange due, LedgerView view) {
    Operation operation = due.change().operation();
    if (!LostAnswer.canDouble(operation)) {
      return send(due, view);
    }
    if (due.lookups() >= LostAnswer.MAX_LOOKS) {
      return new Step.Decide(
          Verdicts.settled(
              due,
              Outcome.UNKNOWN,
              null,
              "lostAnswer",
              "the answer was lost, and "
                  + due.lookups()
                  + " looks in the tenant could not settle whether it was done: compare by hand"));
    }
    if (operation == Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE) {
      return uploads.look(due, ObjectReference.of(due.change()).orElseThrow(), view);
    }
    return lostCreates.look(due, view).orElseGet(() -> send(due, view));
  }
}
