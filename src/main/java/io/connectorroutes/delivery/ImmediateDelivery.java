package io.connectorroutes.delivery;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.TenantPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends one change at once, by the same planner and classifier as all others, and without a ledger:
 * nothing is recorded or counted, nothing is tried again but a request whose token was refused, and
 * nothing is looked for after a lost answer. Thread safe.
 */
public final class ImmediateDelivery {
  private final DeliveryPlanner planner;
  private final ListPages pages;
  private final Classifier classifier;
  private final Tokens tokens;
  private final InstantSource clock;

  /**
   * Sends changes.
   *
   * @param requests makes the requests of changes
   * @param lists makes those that find names
   * @param classifier of answers
   * @param tokens is told which ones Graph refuses
   * @param settings of deliveries
   * @param clock the time of calls
   */
  public ImmediateDelivery(
      GraphRequests requests,
      GraphLists lists,
      Classifier classifier,
      Tokens tokens,
      DeliverySettings settings,
      InstantSource clock) {
    this.planner = DeliveryPlanner.oneByOne(requests, lists, settings);
    this.pages = new ListPages(lists, answer -> answer.settled(Outcome.FAILED, ""));
    this.classifier = classifier;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Sends a change: its own request, behind those of a list where it goes by a name.
   *
   * @param change a valid one, with every secret
   * @param account whose token its requests carry
   * @param certificate the client certificate in it; null for none
   */
  public ImmediateResult send(
      ConnectorChange change, String account, ClientCertificate certificate, GraphExit exit) {
    Instant now = clock.instant();
    DueChange due =
        new DueChange(
            0,
            0,
            change.tenant(),
            account,
            change,
            Phase.SEND,
            0,
            Duration.ZERO,
            0,
            null,
            null,
            null,
            0,
            now,
            certificate,
            0,
            null,
            Set.of());
    return new Round(due, new InMemoryView(now), exit).result();
  }

  /** The requests of one change. */
  private final class Round {
    private final DueChange due;
    private final InMemoryView view;
    private final GraphExit exit;
    private boolean hasNewToken;

    Round(DueChange due, InMemoryView view, GraphExit exit) {
      this.due = due;
      this.view = view;
      this.exit = exit;
    }

    ImmediateResult result() {
      Optional<ImmediateResult> result = Optional.empty();
      while (result.isEmpty()) {
        TenantPlan<GraphCall> plan = planner.plan(List.of(due), view);
        result =
            plan.request() == null
                ? Optional.of(settled(plan.decisions().get(0)))
                : result(sent(plan.request()));
      }
      return result.get();
    }

    /** Empty where it goes on at once: a page of a list was read, or a new token is to be had. */
    private Optional<ImmediateResult> result(Classified answer) {
      if (answer.kind() == Classified.Kind.UNAUTHORIZED) {
        return unauthorized(answer);
      }
      if (answer.isAnswered()) {
        tokens.accepted(due.account());
      }
      return switch (answer.kind()) {
        case SUCCESS -> succeeded(answer);
        case NOT_FOUND, REFUSED -> Optional.of(refused(answer));
        default -> Optional.of(unsettled(answer));
      };
    }

    /** A token that is refused is replaced once, by one that answers the challenge. */
    private Optional<ImmediateResult> unauthorized(Classified answer) {
      tokens.rejected(due.account(), answer.response().headers().get("www-authenticate"));
      if (hasNewToken) {
        return Optional.of(unsettled(answer));
      }
      hasNewToken = true;
      return Optional.empty();
    }

    private Optional<ImmediateResult> succeeded(Classified answer) {
      return answer.call() instanceof GraphCall.OfList list
          ? read(answer, list)
          : Optional.of(
              settled(
                  answer.succeeded(
                      Outcome.APPLIED,
                      ChangedObject.id(answer, (GraphCall.OfChange) answer.call()))));
    }

    private Optional<ImmediateResult> read(Classified answer, GraphCall.OfList list) {
      Decided decided = pages.read(answer, list, view);
      if (decided.decision().isEmpty()) {
        decided.lists().forEach(page -> view.take((ListUpdate.Page) page));
        return Optional.empty();
      }
      Decision.Settle failed = (Decision.Settle) decided.decision().get();
      return Optional.of(
          Classified.UNREADABLE.equals(failed.errorCode())
              ? unsettled(answer.unreadable(failed.message()))
              : settled(failed));
    }

    private ImmediateResult refused(Classified answer) {
      if (answer.call() instanceof GraphCall.OfList list) {
        // The address of a further page is good for a while only.
        return list.isFirst() ? settled(answer.settled(Outcome.FAILED, "")) : unsettled(answer);
      }
      return settled(
          answer.kind() == Classified.Kind.NOT_FOUND
              ? NotFound.last(answer)
              : answer.settled(Outcome.FAILED, ""));
    }

    private ImmediateResult settled(Decision decision) {
      return ImmediateResult.Settled.of(
          decision instanceof Decision.NobodyNamed nobody
              ? nobody.otherwise()
              : (Decision.Settle) decision);
    }

    private Classified sent(GraphCall call) {
      Claimed<GraphCall> claimed =
          new Claimed<>(
              due.account(), null, view.now(), view.now(), call, List.of(due), call.intents());
      return classified(claimed).requests().get(0);
    }

    private ClassifiedCall classified(Claimed<GraphCall> claimed) {
      try {
        return classifier.answered(claimed, exit.send(claimed.request().request()));
      } catch (GraphExit.NotMadeException e) {
        return classifier.notMade(claimed, e.getCause());
      } catch (Exception e) {
        return classifier.unanswered(claimed, e);
      }
    }
  }

  private static ImmediateResult unsettled(Classified answer) {
    return new ImmediateResult.Unsettled(
        reason(answer),
        answer.isAnswered() ? answer.response().status() : null,
        answer.code(),
        answer.message(),
        answer.requestId(),
        answer.retryAfter());
  }

  private static ImmediateResult.Reason reason(Classified answer) {
    return switch (answer.kind()) {
      case THROTTLED -> ImmediateResult.Reason.THROTTLED;
      case NO_TOKEN, UNAUTHORIZED -> ImmediateResult.Reason.NO_TOKEN;
      case LOST -> lost(answer);
      default -> ImmediateResult.Reason.UNAVAILABLE;
    };
  }

  private static ImmediateResult.Reason lost(Classified answer) {
    if (GraphError.CONCURRENCY_VIOLATION.equals(answer.code())) {
      return ImmediateResult.Reason.CONFLICT;
    }
    return answer.isToBeLookedFor()
        ? ImmediateResult.Reason.UNKNOWN
        : ImmediateResult.Reason.UNAVAILABLE;
  }
}
