package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphBatch;
import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.RetryAfter;
import io.connectorroutes.graph.Secrets;
import io.connectorroutes.ledger.AttemptStatus;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.InternalErrors;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what came back for a call by what it means, each Graph request in it by its own answer.
 * Thread safe.
 */
public final class Classifier {
  private static final Logger LOG = LoggerFactory.getLogger(Classifier.class);
  private static final int FAILED_DEPENDENCY = 424;

  private final InstantSource clock;
  private final Duration maxWait;
  private final InternalErrors errors = new InternalErrors(LOG);

  /**
   * Creates a classifier.
   *
   * @param clock the ledger's time
   * @param maxWait {@code graph.max-wait}: what Graph asks to wait beyond it is cut to it
   */
  public Classifier(InstantSource clock, Duration maxWait) {
    this.clock = clock;
    this.maxWait = maxWait;
  }

  /** An answer came; whatever it repeats of the secrets of all the call is none of it. */
  public ClassifiedCall answered(Claimed<GraphCall> claimed, GraphResponse answer) {
    GraphCall call = claimed.request();
    GraphResponse response = answer.to(Secrets.of(call.request().body()));
    List<Classified> requests =
        call instanceof GraphCall.OfBatch && response.isSuccess()
            ? items(claimed, response)
            : call.parts().stream()
                .map(part -> answered(due(claimed, part), part, response, call.request()))
                .toList();
    return new ClassifiedCall(response, cut(requests));
  }

  /**
   * No answer came.
   *
   * @param failure why; a {@link io.connectorroutes.graph.TokenUnavailableException} or an I/O
   *     failure, also as the cause of another
   */
  public ClassifiedCall unanswered(Claimed<GraphCall> claimed, Throwable failure) {
    Unanswered why = Unanswered.of(failure);
    ClassifiedCall call = unanswered(claimed, why);
    if (why.code().equals(InternalErrors.CODE)) {
      log("the answer to", call.requests().get(0).due(), failure);
    }
    return call;
  }

  /**
   * The request could not be made, so that nothing left.
   *
   * @param failure why; a fault of ours
   */
  public ClassifiedCall notMade(Claimed<GraphCall> claimed, Throwable failure) {
    InternalErrors.requireOfOneChange(failure);
    ClassifiedCall call = unanswered(claimed, Unanswered.notMade(failure));
    if (call.requests().size() == 1) {
      log("the request of", call.requests().get(0).due(), failure);
    }
    return call;
  }

  private ClassifiedCall unanswered(Claimed<GraphCall> claimed, Unanswered why) {
    return new ClassifiedCall(
        null,
        cut(
            claimed.request().parts().stream()
                .map(part -> unanswered(due(claimed, part), part, why))
                .toList()));
  }

  private List<Classified> items(Claimed<GraphCall> claimed, GraphResponse response) {
    List<GraphCall.Single> parts = claimed.request().parts();
    List<Optional<GraphResponse>> items;
    try {
      items = GraphBatch.responses(response, parts.size());
    } catch (IOException e) {
      GraphRequest whole = claimed.request().request();
      return parts.stream()
          .map(part -> answered(due(claimed, part), part, response, whole))
          .map(answer -> answer.unreadable(e.getMessage()))
          .toList();
    }
    List<Classified> requests = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      GraphCall.Single part = parts.get(i);
      DueChange due = due(claimed, part);
      requests.add(
          items
              .get(i)
              .map(item -> answered(due, part, item, part.request()))
              .orElseGet(() -> unanswered(due, part, Unanswered.MISSING)));
    }
    return requests;
  }

  /** An exception about one answer harms the change that it is for alone: its answer is lost. */
  private Classified answered(
      DueChange due, GraphCall.Single part, GraphResponse response, GraphRequest request) {
    Instant now = clock.instant();
    try {
      return response.isSuccess()
          ? new Classified(
              due,
              part,
              response,
              Classified.Kind.SUCCESS,
              null,
              null,
              GraphError.requestId(response),
              Optional.empty(),
              now)
          : failed(due, part, response, GraphError.of(response, request), now);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      log("the answer to", due, e);
      return new Classified(
          due,
          part,
          response,
          Classified.Kind.LOST,
          InternalErrors.CODE,
          InternalErrors.message(e),
          null,
          Optional.empty(),
          now);
    }
  }

  private static Classified failed(
      DueChange due, GraphCall.Single part, GraphResponse response, GraphError error, Instant now) {
    return new Classified(
        due,
        part,
        response,
        kind(response.status(), error),
        error.code(),
        error.message(),
        error.requestId(),
        RetryAfter.parse(response.headers().get("retry-after"), now),
        now);
  }

  private Classified unanswered(DueChange due, GraphCall.Single part, Unanswered why) {
    return new Classified(
        due,
        part,
        null,
        why.kind(),
        why.code(),
        why.message(),
        null,
        why.retryAfter(),
        clock.instant());
  }

  private static Classified.Kind kind(int status, GraphError error) {
    return switch (status) {
      case 429 -> Classified.Kind.THROTTLED;
      case 401 -> Classified.Kind.UNAUTHORIZED;
      case 404 -> Classified.Kind.NOT_FOUND;
      case FAILED_DEPENDENCY -> Classified.Kind.NOT_DONE;
      default ->
          AttemptStatus.mayPass(status) || isConcurrencyViolation(status, error)
              ? Classified.Kind.LOST
              : Classified.Kind.REFUSED;
    };
  }

  private static boolean isConcurrencyViolation(int status, GraphError error) {
    return (status == 400 || status == 409)
        && error.code().equals(GraphError.CONCURRENCY_VIOLATION);
  }

  /**
   * Cuts what Graph, or the authority, asks to wait to {@code graph.max-wait}, with one warning for
   * a call.
   */
  private List<Classified> cut(List<Classified> requests) {
    requests.stream()
        .filter(this::isBeyondMaxWait)
        .findFirst()
        .ifPresent(
            answer ->
                LOG.warn(
                    "{} asks tenant {} to wait for {} s; graph.max-wait cuts that to {} s",
                    answer.isAnswered() ? "Graph" : "The token authority",
                    GraphTenant.nameOf(answer.due().change().tenant()),
                    answer.retryAfter().orElseThrow().toSeconds(),
                    maxWait.toSeconds()));
    return requests.stream()
        .map(answer -> isBeyondMaxWait(answer) ? answer.waitingAtMost(maxWait) : answer)
        .toList();
  }

  private boolean isBeyondMaxWait(Classified answer) {
    return answer.retryAfter().filter(asked -> asked.compareTo(maxWait) > 0).isPresent();
  }

  private static DueChange due(Claimed<GraphCall> claimed, GraphCall.Single part) {
    return claimed.changes().stream()
        .filter(due -> due.seq() == part.seq())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the claim lacks its change " + part.seq()));
  }

  private void log(String what, DueChange due, Throwable failure) {
    errors.log(what + " change " + due.change().changeId(), failure);
  }
}
