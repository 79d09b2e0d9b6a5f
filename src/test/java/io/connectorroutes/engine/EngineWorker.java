package io.connectorroutes.engine;

import io.connectorroutes.delivery.Backoff;
import io.connectorroutes.delivery.BatchSizes;
import io.connectorroutes.delivery.Classifier;
import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.delivery.FirstLists;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.delivery.ResponsePolicy;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.LedgerView;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What one process knows and decides: it shares nothing with others but the ledger. */
record EngineWorker(DeliveryPlanner planner, Classifier classifier, ResponsePolicy policy) {

  /** What {@code graph.lost-answer-wait} is. */
  static final Duration LOST_ANSWER_WAIT = Duration.ofSeconds(10);

  /** Requests, and looks, for a change: no faults use them up. */
  private static final int MOST = 1_000;

  static EngineWorker start(
      URI root,
      int batchSize,
      RandomGenerator random,
      InstantSource clock,
      Function<String, LedgerView> views) {
    GraphSettings settings =
        new GraphSettings(
            Cloud.custom(root, null),
            "v1.0",
            "/onPremisesPublishingProfiles/applicationProxy/connectors");
    GraphLists lists = new GraphLists(settings);
    BatchSizes sizes = new BatchSizes(batchSize);
    FirstLists firstLists = new FirstLists(account -> account);
    Backoff backoff = new Backoff(random);
    DeliverySettings delivery =
        new DeliverySettings(MOST, Duration.ofDays(1), LOST_ANSWER_WAIT, Duration.ofDays(1), MOST);
    return new EngineWorker(
        new DeliveryPlanner(new GraphRequests(settings), lists, sizes, firstLists, delivery),
        new Classifier(clock, delivery.maxWait()),
        new ResponsePolicy(views, sizes, firstLists, lists, new NoTokens(), backoff, delivery));
  }

  ClaimResult answer(Claimed<GraphCall> claimed, GraphResponse response) {
    return policy.decide(classifier.answered(claimed, response));
  }

  ClaimResult fail(Claimed<GraphCall> claimed, Throwable failure) {
    return policy.decide(classifier.unanswered(claimed, failure));
  }

  /** The sandbox asks for none. */
  private static final class NoTokens implements Tokens {
    @Override
    public Optional<String> rejected(String account, String wwwAuthenticate) {
      throw new AssertionError("the sandbox refuses no token");
    }

    @Override
    public void accepted(String account) {
      // Nothing to follow.
    }
  }
}
