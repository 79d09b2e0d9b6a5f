package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.ListPage;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.Answer;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Judgement;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Listed;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.ledger.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what an answer of Graph, or its absence, means for the change that it was for. Sends
 * nothing and waits for nothing. Thread safe.
 */
public final class Judge {
  private final Function<String, LedgerView> views;
  private final NameDirectory directory;
  private final GraphLists lists;
  private final Tokens tokens;
  private final Backoff backoff;
  private final Parks parks;
  private final Retries retries;
  private final NotFound notFound;
  private final Effects effects;

  /**
   * A judge.
   *
   * @param views the ledger's view of an account
   * @param directory shared with the {@link DeliveryPlanner}
   */
  public Judge(
      Function<String, LedgerView> views,
      NameDirectory directory,
      GraphLists lists,
      Tokens tokens,
      Backoff backoff,
      DeliverySettings settings) {
    this.views = views;
    this.directory = directory;
    this.lists = lists;
    this.tokens = tokens;
    this.backoff = backoff;
    this.parks = new Parks(backoff);
    this.retries = new Retries(backoff, settings);
    this.notFound = new NotFound(directory, retries);
    this.effects = new Effects(directory);
  }

  /** What an answer means. */
  public Judgement judge(Claimed<GraphCall> claimed, GraphResponse response) {
    LedgerView view = views.apply(claimed.account());
    Reply reply = Replies.of(response, claimed.request().request(), view.now());
    Hearing hearing = hearing(claimed, reply, view);
    followTenant(hearing);
    if (reply.kind() != Reply.Kind.SUCCESS) {
      return refused(hearing, response.headers().get("www-authenticate"));
    }
    return hearing.call() instanceof GraphCall.OfList list
        ? listed(hearing, list, response)
        : applied(hearing, (GraphCall.OfChange) hearing.call(), response);
  }

  /**
   * What it means that no answer came.
   *
   * @param failure why; a {@link io.connectorroutes.graph.TokenUnavailableException} or an I/O
   *     failure, also as the cause of another
   */
  public Judgement judgeFailure(Claimed<GraphCall> claimed, Throwable failure) {
    LedgerView view = views.apply(claimed.account());
    return refused(hearing(claimed, Replies.of(failure), view), null);
  }

  private static Hearing hearing(Claimed<GraphCall> claimed, Reply reply, LedgerView view) {
    GraphCall call = claimed.request();
    DueChange due =
        claimed.changes().stream()
            .filter(change -> change.seq() == call.seq())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the claim lacks its change"));
    return new Hearing(due, call, reply, view, view.now());
  }

  /** A tenant that answers with anything but a refused token or a throttle is well. */
  private void followTenant(Hearing hearing) {
    String account = hearing.due().account();
    Reply.Kind kind = hearing.reply().kind();
    if (kind != Reply.Kind.UNAUTHORIZED) {
      tokens.accepted(account);
    }
    if (kind != Reply.Kind.UNAUTHORIZED && kind != Reply.Kind.THROTTLED) {
      parks.over(account);
    }
  }

  private Judgement applied(Hearing hearing, GraphCall.OfChange call, GraphResponse response) {
    String resourceId = effects.follow(hearing, call, response);
    return judgement(hearing, Settlements.applied(hearing, resourceId));
  }

  private Judgement refused(Hearing hearing, String challenge) {
    return switch (hearing.reply().kind()) {
      case THROTTLED -> throttled(hearing);
      case UNAUTHORIZED -> unauthorized(hearing, challenge);
      case NO_TOKEN -> parked(hearing, Optional.empty(), hearing.reply().message());
      case NOT_REACHED -> notReached(hearing);
      case NOT_SENT, LOST -> judgement(hearing, retries.afterFailure(hearing));
      case NOT_FOUND -> judgement(hearing, afterNotFound(hearing));
      case REFUSED -> judgement(hearing, refusedForGood(hearing));
      case SUCCESS -> throw new IllegalArgumentException("a success is no refusal");
    };
  }

  /** A 429 may have been applied all the same: a POST that can double is looked for first. */
  private Judgement throttled(Hearing hearing) {
    return parked(hearing, hearing.reply().retryAfter(), "throttled by Graph");
  }

  private Judgement unauthorized(Hearing hearing, String challenge) {
    if (tokens.rejected(hearing.due().account(), challenge)) {
      return parked(hearing, Optional.empty(), "no token: Graph refuses a new one as well");
    }
    return judgement(hearing, Retries.whenPauseIsOver(hearing, hearing.now(), false));
  }

  private Judgement parked(Hearing hearing, Optional<Duration> asked, String reason) {
    Park park = parks.park(hearing.due().account(), asked, hearing.now(), reason);
    boolean lost = hearing.reply().kind() == Reply.Kind.THROTTLED && hearing.canDouble();
    Verdict verdict = Retries.whenPauseIsOver(hearing, park.until(), lost);
    return new Judgement(answers(hearing), List.of(verdict), park, List.of());
  }

  /** No account's fault, and no attempt of the change: the host pauses, and it waits as long. */
  private Judgement notReached(Hearing hearing) {
    Duration pause = backoff.whileNotReached(hearing.view().hostFailures());
    Park park = new Park(hearing.now().plus(pause), hearing.reply().message());
    Verdict verdict = Retries.whenPauseIsOver(hearing, park.until(), false);
    return new Judgement(answers(hearing), List.of(verdict), null, List.of(), null, park);
  }

  private Verdict afterNotFound(Hearing hearing) {
    return hearing.call() instanceof GraphCall.OfChange change
        ? notFound.judge(hearing, change)
        : refusedForGood(hearing);
  }

  private Verdict refusedForGood(Hearing hearing) {
    abandonList(hearing);
    return hearing.isLook()
        ? Settlements.unknown(hearing, "the answer was lost, and the tenant cannot be looked at: ")
        : Settlements.settled(hearing, Outcome.FAILED, "");
  }

  private void abandonList(Hearing hearing) {
    if (hearing.call() instanceof GraphCall.OfList list) {
      directory.abandon(hearing.due().account(), list.kind());
    }
  }

  private Judgement listed(Hearing hearing, GraphCall.OfList call, GraphResponse response) {
    ListPage page;
    try {
      page = ListPage.parse(response.body());
    } catch (IOException e) {
      Reply unreadable = hearing.reply().unreadable(e.getMessage());
      Hearing again = new Hearing(hearing.due(), call, unreadable, hearing.view(), hearing.now());
      return judgement(again, retries.afterFailure(again));
    }
    return listed(hearing, call, page);
  }

  private Judgement listed(Hearing hearing, GraphCall.OfList call, ListPage page) {
    Optional<String> next = Optional.ofNullable(page.nextLink()).flatMap(lists::pathOf);
    if (page.nextLink() != null && next.isEmpty()) {
      abandonList(hearing);
      return judgement(
          hearing,
          Settlements.lookFailed(
              hearing,
              "nextLinkRefused",
              "Graph's list goes on at another address than graph.endpoint or the cloud's root;"
                  + " it is not followed, as the token would go along"));
    }
    String account = hearing.due().account();
    if (!directory.feed(account, call.kind(), page.objects(), next.orElse(null))) {
      return judgement(
          hearing,
          Settlements.lookFailed(
              hearing, "listHasNoEnd", "Graph's list leads back to a page that was read before"));
    }
    List<KnownObject> seen =
        page.objects().stream().map(o -> new KnownObject(call.kind(), o.id(), o.name())).toList();
    Listed ended =
        next.isPresent()
            ? null
            : directory
                .listedAt(account, call.kind())
                .map(startedAt -> new Listed(call.kind(), startedAt))
                .orElse(null);
    return new Judgement(answers(hearing), List.of(), null, seen, ended, null);
  }

  private static Judgement judgement(Hearing hearing, Verdict verdict) {
    return new Judgement(answers(hearing), List.of(verdict), null, List.of());
  }

  private static List<Answer> answers(Hearing hearing) {
    return List.of(hearing.reply().answer(hearing.call().request().clientRequestId()));
  }
}
