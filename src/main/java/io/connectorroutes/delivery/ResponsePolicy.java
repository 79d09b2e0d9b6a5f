package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Park;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Decides what the answers of Graph to one call, or their absence, mean for the changes that it was
 * for. Sends nothing and waits for nothing. Thread safe.
 */
public final class ResponsePolicy {
  private final Function<String, LedgerView> views;
  private final BatchSizes sizes;
  private final TenantHealth health;
  private final Backoff backoff;
  private final Retries retries;
  private final NotFound notFound;
  private final Effects effects;
  private final ListPages pages;
  private final MaxWait maxWait;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(ResponsePolicy.class));

  /**
   * A judge.
   *
   * @param views the ledger's view of an account
   * @param directory shared with the {@link DeliveryPlanner}
   * @param sizes shared with the planner as well
   */
  public ResponsePolicy(
      Function<String, LedgerView> views,
      NameDirectory directory,
      BatchSizes sizes,
      GraphLists lists,
      Tokens tokens,
      Backoff backoff,
      DeliverySettings settings) {
    this.views = views;
    this.sizes = sizes;
    this.health = new TenantHealth(tokens, backoff);
    this.backoff = backoff;
    this.retries = new Retries(backoff, settings);
    this.notFound = new NotFound(directory, retries);
    this.effects = new Effects(directory);
    this.maxWait = new MaxWait(settings.maxWait());
    this.pages = new ListPages(directory, lists, retries);
  }

  /** What an answer means. */
  public ClaimResult judge(Claimed<GraphCall> claimed, GraphResponse response) {
    Hearings hearings = hearings(claimed);
    List<Hearing> each = maxWait.cut(hearings.of(response));
    if (hearings.isRefusedAsAWhole(response, each)) {
      return split(claimed, each);
    }
    sizes.taken(claimed.account());
    return result(each);
  }

  /**
   * What it means that no answer came.
   *
   * @param failure why; a {@link io.connectorroutes.graph.TokenUnavailableException} or an I/O
   *     failure, also as the cause of another
   */
  public ClaimResult judgeFailure(Claimed<GraphCall> claimed, Throwable failure) {
    List<Hearing> hearings = hearings(claimed).of(failure);
    if (hearings.get(0).reply().isInternalError()) {
      errors.log("the answer to change " + hearings.get(0).due().change().changeId(), failure);
    }
    return result(hearings);
  }

  /**
   * What it means that the request could not be made, so that nothing left.
   *
   * @param failure why; a fault of ours
   */
  public ClaimResult judgeUnsent(Claimed<GraphCall> claimed, Throwable failure) {
    InternalErrors.requireOfOneChange(failure);
    List<GraphCall.Single> parts = claimed.request().parts();
    List<AttemptResult> answers =
        parts.stream().map(part -> Replies.unsent(failure).answer(part)).toList();
    if (parts.size() > 1) {
      // One of them is the reason: smaller batches find it.
      sizes.refused(claimed.account(), parts.size());
      return new ClaimResult(answers, List.of(), null, List.of());
    }
    long seq = parts.get(0).seq();
    errors.log("the request of change " + changeId(claimed, seq), failure);
    Decision decision = new Decision.Unexpected(seq, InternalErrors.message(failure));
    return new ClaimResult(answers, List.of(decision), null, List.of());
  }

  private static String changeId(Claimed<?> claimed, long seq) {
    return claimed.changes().stream()
        .filter(due -> due.seq() == seq)
        .map(due -> due.change().changeId())
        .findFirst()
        .orElse("number " + seq);
  }

  private Hearings hearings(Claimed<GraphCall> claimed) {
    return new Hearings(claimed, views.apply(claimed.account()), errors);
  }

  /** The changes of a batch that was refused are due at once, in smaller batches. */
  private ClaimResult split(Claimed<GraphCall> claimed, List<Hearing> hearings) {
    sizes.refused(claimed.account(), hearings.size());
    Park pause = health.follow(hearings).orElse(null);
    return new ClaimResult(answers(hearings), List.of(), pause, List.of());
  }

  private ClaimResult result(List<Hearing> hearings) {
    Optional<Park> pause = health.follow(hearings);
    Optional<Park> host = hostPause(hearings);
    // Lists first: what the same call created or deleted is not in them, or still is.
    List<Ruling> rulings =
        hearings.stream()
            .sorted(Comparator.comparing(Hearing::isList).reversed())
            .map(hearing -> ruling(hearing, pause.or(() -> host)))
            .toList();
    return new ClaimResult(
        answers(hearings),
        rulings.stream().flatMap(ruling -> ruling.decision().stream()).toList(),
        pause.orElse(null),
        rulings.stream().flatMap(ruling -> ruling.seen().stream()).toList(),
        rulings.stream().flatMap(ruling -> ruling.listed().stream()).toList(),
        host.orElse(null));
  }

  /** No account's fault, and no attempt of a change: the host pauses, and all wait as long. */
  private Optional<Park> hostPause(List<Hearing> hearings) {
    return hearings.stream()
        .filter(hearing -> hearing.kind() == Reply.Kind.NOT_REACHED)
        .findFirst()
        .map(
            hearing ->
                new Park(
                    hearing.now().plus(backoff.whileNotReached(hearing.view().hostFailures())),
                    hearing.reply().message()));
  }

  /** An exception about one reply harms the change that it is for alone: its answer is lost. */
  private Ruling ruling(Hearing hearing, Optional<Park> pause) {
    try {
      return ruled(hearing, pause);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the answer to change " + hearing.due().change().changeId(), e);
      return Ruling.of(lost(hearing, e));
    }
  }

  private Decision lost(Hearing hearing, Throwable failure) {
    try {
      pages.abandon(hearing);
      return retries.afterFailure(hearing.failed(failure));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      return new Decision.Unexpected(hearing.due().seq(), InternalErrors.message(e));
    }
  }

  private Ruling ruled(Hearing hearing, Optional<Park> pause) {
    if (hearing.kind() == Reply.Kind.SUCCESS && hearing.call() instanceof GraphCall.OfList list) {
      return pages.read(hearing, list);
    }
    return Ruling.of(decision(hearing, pause.map(Park::until).orElse(hearing.now())));
  }

  private Decision decision(Hearing hearing, Instant pauseOver) {
    return switch (hearing.kind()) {
      case SUCCESS -> applied(hearing);
      // It may have been applied all the same: a POST that can double is looked for first.
      case THROTTLED -> Retries.whenPauseIsOver(hearing, pauseOver, hearing.canDouble());
      case UNAUTHORIZED, NO_TOKEN, NOT_REACHED ->
          Retries.whenPauseIsOver(hearing, pauseOver, false);
      case NOT_SENT, NOT_DONE, LOST -> retries.afterFailure(hearing);
      case NOT_FOUND ->
          hearing.call() instanceof GraphCall.OfChange change
              ? notFound.judge(hearing, change)
              : refused(hearing);
      case REFUSED -> refused(hearing);
    };
  }

  private Decision applied(Hearing hearing) {
    GraphCall.OfChange call = (GraphCall.OfChange) hearing.call();
    return Settlements.applied(hearing, effects.follow(hearing, call));
  }

  private Decision refused(Hearing hearing) {
    pages.abandon(hearing);
    if (hearing.call() instanceof GraphCall.OfList list && !list.isFirst()) {
      // The address of a further page is good for a while only: the list begins anew.
      return retries.afterFailure(hearing);
    }
    return hearing.isLook()
        ? Settlements.unknown(hearing, "the answer was lost, and the tenant cannot be looked at: ")
        : Settlements.settled(hearing, Outcome.FAILED, "");
  }

  private static List<AttemptResult> answers(List<Hearing> hearings) {
    return hearings.stream().map(Hearing::answer).toList();
  }
}
