package io.connectorroutes.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.graph.Changes;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.TenantPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Planner, classifier and policy of one tenant over a fake view, with short forms for what tests
 * say.
 */
final class Tenant {
  static final String ACCOUNT = "tenant/client";

  /** What a page has that is not a list's last. */
  static final String NEXT = "'@odata.nextLink': 'https://graph.microsoft.com/v1.0/p?$skiptoken=2'";

  static final DeliverySettings SETTINGS =
      new DeliverySettings(8, Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofDays(1));

  final FakeView view = new FakeView();
  final FakeTokens tokens = new FakeTokens();
  final FakeDirectory directory = view.directory;
  final BatchSizes sizes = new BatchSizes(20);
  private final FirstLists firstLists = new FirstLists(account -> "alias");
  final Backoff backoff = new Backoff(new SplittableRandom(42));
  private final GraphSettings settings =
      new GraphSettings(Cloud.of("global"), "v1.0", "/connectors");
  private final GraphLists lists = new GraphLists(settings);
  final DeliveryPlanner planner =
      new DeliveryPlanner(new GraphRequests(settings), lists, sizes, firstLists, SETTINGS);
  final Classifier classifier = new Classifier(() -> view.now, SETTINGS.maxWait());
  final ResponsePolicy policy =
      new ResponsePolicy(account -> view, sizes, firstLists, lists, tokens, backoff, SETTINGS);

  Due due(String change) {
    return new Due(change, view.now);
  }

  TenantPlan<GraphCall> plan(DueChange... due) {
    return planner.plan(List.of(due), view);
  }

  /** The request that is planned, as {@code METHOD path}. */
  String request(DueChange... due) {
    GraphCall call = plan(due).request();
    return call == null ? null : call.request().toString();
  }

  /** The one decision of a plan without a request. */
  Decision decision(DueChange due) {
    TenantPlan<GraphCall> plan = plan(due);
    if (plan.request() != null || plan.decisions().size() != 1) {
      throw new AssertionError("no decision but " + plan.request() + " " + plan.decisions());
    }
    return plan.decisions().get(0);
  }

  Claimed<GraphCall> claim(DueChange... due) {
    TenantPlan<GraphCall> plan = plan(due);
    if (plan.request() == null) {
      throw new AssertionError("no request but " + plan.decisions());
    }
    directory.sending(List.of(due), plan.intents());
    return new Claimed<>(
        ACCOUNT,
        "lease",
        view.now,
        view.now.plusSeconds(60),
        plan.request(),
        List.of(due),
        plan.intents());
  }

  /** The methods and paths that are planned, in order. */
  List<String> requests(DueChange... due) {
    return plan(due).intents().stream().map(i -> i.method() + " " + i.path()).toList();
  }

  ClaimResult answer(DueChange due, int status, String body, String... headers) {
    return answer(claim(due), response(status, body, headers));
  }

  ClaimResult fail(DueChange due, Throwable failure) {
    return fail(claim(due), failure);
  }

  /** What an answer means; the directory follows it, as the ledger's does when it is settled. */
  ClaimResult answer(Claimed<GraphCall> claim, GraphResponse response) {
    ClaimResult result = policy.decide(classifier.answered(claim, response));
    directory.follow(claim, result, view.now);
    return result;
  }

  ClaimResult fail(Claimed<GraphCall> claim, Throwable failure) {
    return policy.decide(classifier.unanswered(claim, failure));
  }

  /** Lets the planner ask for a list on behalf of that change, and answers it. */
  void listed(DueChange due, String... objects) {
    Claimed<GraphCall> claim = claim(due);
    if (!(claim.request() instanceof GraphCall.OfList)) {
      throw new AssertionError("no list is asked for but " + claim.request().request());
    }
    String body = "{'value': [" + String.join(", ", objects) + "]}";
    ClaimResult result = answer(claim, response(200, body));
    if (!result.decisions().isEmpty()) {
      throw new AssertionError("a list settles nothing but " + result.decisions());
    }
  }

  static GraphResponse response(int status, String body, String... headers) {
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      byName.put(headers[i], headers[i + 1]);
    }
    return new GraphResponse(status, byName, body.replace('\'', '"').getBytes(UTF_8));
  }

  static Decision.Settle settled(ClaimResult result) {
    return (Decision.Settle) result.decisions().get(0);
  }

  static Decision.Retry again(ClaimResult result) {
    return (Decision.Retry) result.decisions().get(0);
  }

  static String connector(String id, String name) {
    return "{'id': '"
        + id
        + "', 'displayName': '"
        + name
        + "', 'targetUrl': 'https://a.example/api', 'authenticationConfiguration':"
        + " {'@odata.type': '#microsoft.graph.basicAuthentication', 'username': 'u',"
        + " 'password': '******'}}";
  }

  /** A due change in the making. */
  static final class Due {
    private final String change;
    private final Instant now;
    private long seq = 7;
    private Phase phase = Phase.SEND;
    private int attempts;
    private Duration spent = Duration.ZERO;
    private Instant lostAt;
    private String resourceId;
    private int lookups;
    private Instant acceptedAt;
    private String thumbprint;
    private int secretFailures;
    private Set<Permission> tried = Set.of();

    private Due(String change, Instant now) {
      this.change = change;
      this.now = now;
      this.acceptedAt = now.minusSeconds(1);
    }

    Due seq(long value) {
      seq = value;
      return this;
    }

    Due attempts(int value) {
      attempts = value;
      return this;
    }

    Due spent(Duration value) {
      spent = value;
      return this;
    }

    Due accepted(Instant value) {
      acceptedAt = value;
      return this;
    }

    Due lookups(int value) {
      lookups = value;
      return this;
    }

    Due thumbprint(String value) {
      thumbprint = value;
      return this;
    }

    Due secretFailures(int value) {
      secretFailures = value;
      return this;
    }

    /** It tries whether Graph still refuses what needs that permission. */
    Due tries(Permission value) {
      tried = Set.of(value);
      return this;
    }

    /** Sent a second before its answer was given up, now. */
    Due lost() {
      phase = Phase.LOOK;
      lostAt = now;
      attempts = Math.max(attempts, 1);
      return this;
    }

    /** A request went to that object, and its answer was lost. */
    Due tried(String id) {
      attempts = Math.max(attempts, 1);
      resourceId = id;
      return this;
    }

    Due found(String id) {
      lost();
      phase = Phase.COMPLETE;
      resourceId = id;
      return this;
    }

    DueChange get() {
      return new DueChange(
          seq,
          1,
          null,
          ACCOUNT,
          Changes.change(change),
          phase,
          attempts,
          spent,
          0,
          lostAt == null ? null : lostAt.minusSeconds(1),
          lostAt,
          resourceId,
          lookups,
          acceptedAt,
          certificate(),
          secretFailures,
          null,
          tried);
    }

    private ClientCertificate certificate() {
      String shown = thumbprint == null ? thumbprint(Changes.change(change)) : thumbprint;
      return shown == null ? null : new ClientCertificate(shown, null);
    }

    /** The text behind {@code PFX-}; null where the certificate begins otherwise. */
    private static String thumbprint(ConnectorChange change) {
      String pfx = change.properties().path("pkcs12Value").asText();
      return pfx.startsWith("PFX-") ? pfx.substring(4) : null;
    }
  }
}
