package io.connectorroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.RetryAfter;
import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.ReadBudget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads what a tenant holds, for who only looks: one request after the other, within the budget,
 * and by the same exit as all others. For one thread.
 */
public final class TenantReads {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 5;

  /** Between tries, where Graph does not say how long; doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final int UNAUTHORIZED = 401;
  private static final int THROTTLED = 429;
  private static final int SERVER_ERROR = 500;

  private final GraphExit exit;
  private final GraphLists lists;
  private final Tokens tokens;
  private final ReadBudget budget;
  private final InstantSource clock;
  private final Waiting waiting;
  private int requests;

  /** How the time until a request may leave is passed. */
  @FunctionalInterface
  public interface Waiting {
    /**
     * Waits.
     *
     * @param tenant what its tenant is called
     * @throws AwayException where that is too long
     */
    void until(Instant time, String tenant) throws AwayException, InterruptedException;
  }

  /** Nothing of the tenant can be read now; the message is one line with the remedy. */
  public static final class AwayException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Of that reason. */
    public AwayException(String message) {
      super(message);
    }
  }

  /** Graph refuses one read, or answers what cannot be read; the message is one line. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Reads.
   *
   * @param clock the time of the budget
   */
  public TenantReads(
      GraphExit exit,
      GraphLists lists,
      Tokens tokens,
      ReadBudget budget,
      InstantSource clock,
      Waiting waiting) {
    this.exit = exit;
    this.lists = lists;
    this.tokens = tokens;
    this.budget = budget;
    this.clock = clock;
    this.waiting = waiting;
  }

  /** How many requests were made. */
  public int requests() {
    return requests;
  }

  /**
   * Reads a list to its end.
   *
   * @param firstPage of the tenant's account
   * @param objects given each object as Graph shows it, in the order of the list
   * @return how many pages it has
   */
  public int list(GraphTenant tenant, GraphRequest firstPage, Consumer<JsonNode> objects)
      throws AwayException, RefusedException, InterruptedException {
    Set<String> read = new HashSet<>();
    GraphRequest page = firstPage;
    while (page != null) {
      if (!read.add(page.path()) || read.size() > Lookup.MAX_PAGES) {
        throw new RefusedException("Graph's list does not come to an end");
      }
      JsonNode shown = get(tenant, page);
      if (!shown.path("value").isArray()) {
        throw new RefusedException("the answer to a list has no array \"value\"");
      }
      shown.path("value").forEach(objects);
      page = next(shown.path("@odata.nextLink").textValue(), tenant.account());
    }
    return read.size();
  }

  private GraphRequest next(String link, String account) throws RefusedException {
    if (link == null) {
      return null;
    }
    String path =
        lists
            .pathOf(link)
            .orElseThrow(
                () ->
                    new RefusedException(
                        "Graph's list goes on at another address than graph.endpoint or the"
                            + " cloud's root; it is not followed, as the token would go along"));
    return lists.nextPage(path, account);
  }

  /** Reads one thing. */
  public JsonNode get(GraphTenant tenant, GraphRequest request)
      throws AwayException, RefusedException, InterruptedException {
    GraphResponse response = answer(tenant, request);
    if (!response.isSuccess()) {
      throw new RefusedException(GraphError.of(response, request).message());
    }
    try {
      JsonNode json = JSON.readTree(response.body());
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      // The parser's own message quotes the text.
      throw new RefusedException("Graph's answer is not JSON");
    }
  }

  /** An answer that more of the same would not alter. */
  private GraphResponse answer(GraphTenant tenant, GraphRequest request)
      throws AwayException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      GraphResponse response = sent(tenant, request.again());
      if (response.status() == UNAUTHORIZED) {
        tokens.rejected(tenant.account(), response.headers().get("www-authenticate"));
      } else {
        tokens.accepted(tenant.account());
      }
      boolean mayPass =
          response.status() == UNAUTHORIZED
              ? tries == 1
              : response.status() == THROTTLED || response.status() >= SERVER_ERROR;
      if (!mayPass) {
        return response;
      }
      if (tries == TRIES) {
        throw away(tenant, GraphError.of(response, request).message());
      }
      if (response.status() != UNAUTHORIZED) {
        Optional<Duration> asked =
            RetryAfter.parse(response.headers().get("retry-after"), clock.instant());
        waiting.until(clock.instant().plus(asked.orElse(pause)), tenant.name());
        pause = pause.multipliedBy(2);
      }
    }
  }

  private GraphResponse sent(GraphTenant tenant, GraphRequest request)
      throws AwayException, InterruptedException {
    Optional<Instant> later = budget.take(tenant.alias(), request);
    while (later.isPresent()) {
      waiting.until(later.get(), tenant.name());
      later = budget.take(tenant.alias(), request);
    }
    requests++;
    try {
      GraphResponse response = exit.send(request);
      budget.answered(request, response.status());
      return response;
    } catch (GraphExit.NotMadeException e) {
      throw away(tenant, Unanswered.notMade(e.getCause()).message());
    } catch (Exception e) {
      throw away(tenant, Unanswered.of(e).message());
    }
  }

  private static AwayException away(GraphTenant tenant, String why) {
    return new AwayException("tenant " + tenant.name() + " cannot be read: " + why);
  }
}
