package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.ledger.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of the changes of a call, by what came back for it. Sends nothing and waits
 * for nothing. Thread safe.
 */
public final class ResponsePolicy {
  private final Function<String, LedgerView> views;
  private final BatchSizes sizes;
  private final FirstLists firstLists;
  private final TenantThrottle throttle;
  private final Backoff backoff;
  private final Retries retries;
  private final NotFound notFound;
  private final ListPages pages;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(ResponsePolicy.class));

  /**
   * Creates a policy.
   *
   * @param views the ledger's view of an account
   * @param sizes shared with the {@link DeliveryPlanner}
   * @param firstLists shared with the {@link DeliveryPlanner}
   */
  public ResponsePolicy(
      Function<String, LedgerView> views,
      BatchSizes sizes,
      FirstLists firstLists,
      GraphLists lists,
      Tokens tokens,
      Backoff backoff,
      DeliverySettings settings) {
    this.views = views;
    this.sizes = sizes;
    this.firstLists = firstLists;
    this.throttle = new TenantThrottle(tokens, backoff);
    this.backoff = backoff;
    this.retries = new Retries(backoff, settings);
    this.notFound = new NotFound(retries);
    this.pages = new ListPages(lists, retries::afterFailure);
  }

  /** What becomes of the changes of that call. */
  public ClaimResult decide(ClassifiedCall call) {
    if (call.isRefusedAsAWhole()) {
      return smallerBatch(call);
    }
    if (call.isAnswered()) {
      sizes.taken(call.account());
    }
    LedgerView view = views.apply(call.account());
    Optional<Park> pause = throttle.pause(call);
    Optional<Park> circuit = openCircuit(call, view);
    Optional<Instant> pauseOver = pause.or(() -> circuit).map(Park::until);
    List<Decided> each =
        call.requests().stream()
            .map(answer -> decide(answer, pauseOver.orElse(answer.at()), view))
            .toList();
    return new ClaimResult(
        attempts(call),
        each.stream().flatMap(one -> one.decision().stream()).toList(),
        pause.orElse(null),
        each.stream().flatMap(one -> one.lists().stream()).toList(),
        circuit.orElse(null),
        call.requests().stream().flatMap(one -> one.permissionAnswer().stream()).toList());
  }

  /** The changes of a batch that was refused are due at once, in smaller batches. */
  private ClaimResult smallerBatch(ClassifiedCall call) {
    sizes.refused(call.account(), call.requests().size());
    Park pause = throttle.pause(call).orElse(null);
    return new ClaimResult(attempts(call), List.of(), pause, List.of());
  }

  /** No account's fault, and no attempt of a change: all wait for the host as long. */
  private Optional<Park> openCircuit(ClassifiedCall call, LedgerView view) {
    return call.requests().stream()
        .filter(answer -> answer.kind() == Classified.Kind.NOT_REACHED)
        .findFirst()
        .map(
            answer ->
                new Park(
                    answer.at().plus(backoff.whileCircuitIsOpen(view.hostFailures())),
                    WaitReason.GRAPH_AWAY,
                    answer.message()));
  }

  /** An exception about one answer harms the change that it is for alone: its answer is lost. */
  private Decided decide(Classified answer, Instant pauseOver, LedgerView view) {
    try {
      return withoutFirstList(answer, decided(answer, pauseOver, view));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the answer to change " + answer.due().change().changeId(), e);
      return listGivenUp(answer, lost(answer, e));
    }
  }

  private Decision lost(Classified answer, Throwable failure) {
    try {
      return retries.afterFailure(answer.failed(failure));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      return new Decision.Unexpected(answer.due().seq(), InternalErrors.message(e));
    }
  }

  private Decided decided(Classified answer, Instant pauseOver, LedgerView view) {
    return switch (answer.kind()) {
      case SUCCESS ->
          answer.call() instanceof GraphCall.OfList list
              ? pages.read(answer, list, view)
              : Decided.of(applied(answer));
      // It may have been applied all the same: a POST that may make two is looked for first.
      case THROTTLED -> Decided.of(Retries.afterPause(answer, pauseOver, answer.isToBeLookedFor()));
      case UNAUTHORIZED, NO_TOKEN, NOT_REACHED ->
          Decided.of(Retries.afterPause(answer, pauseOver, false));
      case NOT_SENT, NOT_DONE, LOST -> Decided.of(retries.afterFailure(answer));
      case NOT_MADE -> Decided.of(new Decision.Unexpected(answer.due().seq(), answer.message()));
      case NOT_FOUND ->
          answer.call() instanceof GraphCall.OfChange change
              ? notFound.decide(answer, change, view)
              : listGivenUp(answer, refused(answer));
      case REFUSED -> listGivenUp(answer, refused(answer));
    };
  }

  /** Where the list that is read before a create cannot be had, the object is created without. */
  private Decided withoutFirstList(Classified answer, Decided decided) {
    if (!answer.isFirstList()
        || !(decided.decision().orElse(null) instanceof Decision.Settle given)) {
      return decided;
    }
    DueChange due = answer.due();
    firstLists.failed(due.account(), due.change().operation().kind(), answer.at(), given.message());
    return new Decided(
        Optional.of(Retries.afterPause(answer, answer.at(), false)), decided.lists());
  }

  private Decision applied(Classified answer) {
    GraphCall.OfChange call = (GraphCall.OfChange) answer.call();
    return answer.succeeded(Outcome.APPLIED, ChangedObject.id(answer, call));
  }

  private Decision refused(Classified answer) {
    if (answer.isRefusedAgain()) {
      return Retries.afterPause(answer, answer.at(), false);
    }
    if (answer.call() instanceof GraphCall.OfList list && !list.isFirst()) {
      // The address of a further page is good for a while only: the list begins anew.
      return retries.afterFailure(answer);
    }
    return answer.isLookForLost()
        ? answer.settled(
            Outcome.UNKNOWN, "the answer was lost, and the tenant cannot be looked at: ")
        : answer.settled(Outcome.FAILED, "");
  }

  /** A list whose page was refused, or cannot be read, begins anew. */
  private static Decided listGivenUp(Classified answer, Decision decision) {
    return answer.call() instanceof GraphCall.OfList list
        ? Decided.of(decision, new ListUpdate.GivenUp(list.kind()))
        : Decided.of(decision);
  }

  private static List<AttemptResult> attempts(ClassifiedCall call) {
    return call.requests().stream().map(Classified::attemptResult).toList();
  }
}
