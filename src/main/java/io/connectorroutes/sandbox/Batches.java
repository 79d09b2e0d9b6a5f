package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Carries out batches: every item is counted on arrival, then they are served one after the other.
 * The answer is 200 whatever became of the items, and gives them in another order than the batch.
 */
final class Batches {
  private final GraphApi api;
  private final Tenants tenants;

  Batches(GraphApi api, Tenants tenants) {
    this.api = api;
    this.tenants = tenants;
  }

  /**
   * Serves the items of a batch.
   *
   * @param number of the batch in the journal
   * @throws Refusal where the batch is malformed; no item was served then
   */
  CompletableFuture<Ending> carryOut(Arrival batch, long number) {
    checkMethodAndQuery(batch);
    List<BatchItem> items = BatchReader.read(batch, number);
    List<Optional<Refusal>> throttled =
        items.stream().map(i -> tenants.count(batch.tenant())).toList();
    CompletableFuture<Map<String, Ending>> served =
        CompletableFuture.completedFuture(new LinkedHashMap<>());
    for (int i = 0; i < items.size(); i++) {
      BatchItem item = items.get(i);
      Optional<Refusal> refused = throttled.get(i);
      served = served.thenCompose(done -> serve(item, refused, done));
    }
    return served.thenApply(done -> ending(items, done));
  }

  private static void checkMethodAndQuery(Arrival batch) {
    if (!batch.method().equals("POST")) {
      throw new Refusal(405, "Request_BadRequest", "A batch is sent by POST.");
    }
    if (batch.query() != null) {
      throw Refusal.badRequest("A batch has no query.");
    }
  }

  private CompletableFuture<Map<String, Ending>> serve(
      BatchItem item, Optional<Refusal> throttled, Map<String, Ending> done) {
    Optional<Refusal> refused =
        throttled.or(
            () ->
                item.dependsOn().stream().allMatch(id -> done.get(id).succeeded())
                    ? Optional.empty()
                    : Optional.of(failedDependency()));
    return api.serve(item.arrival(), refused)
        .thenApply(
            served -> {
              done.put(key(item), served.ending());
              return done;
            });
  }

  private static Refusal failedDependency() {
    return new Refusal(424, "FailedDependency", "A request that this one depends on has failed.");
  }

  /** A connection that is cut or hangs for one item does so for the whole batch. */
  private static Ending ending(List<BatchItem> items, Map<String, Ending> done) {
    boolean applied = done.values().stream().anyMatch(Ending::applied);
    for (Ending.Kind kind : List.of(Ending.Kind.CUT, Ending.Kind.HANG)) {
      if (done.values().stream().anyMatch(e -> e.kind() == kind)) {
        return new Ending(kind, null, applied, null);
      }
    }
    return Ending.answer(Reply.of(200, answer(items, done)), applied);
  }

  private static ObjectNode answer(List<BatchItem> items, Map<String, Ending> done) {
    List<BatchItem> order = new ArrayList<>(items);
    Collections.rotate(order, items.size() / 2);
    ObjectNode answer = SandboxJson.object();
    ArrayNode responses = answer.putArray("responses");
    for (BatchItem item : order) {
      Ending ending = done.get(key(item));
      if (ending.kind() == Ending.Kind.ANSWER) {
        responses.add(response(item.id(), ending.reply()));
      }
    }
    return answer;
  }

  private static ObjectNode response(String id, Reply reply) {
    ObjectNode response = SandboxJson.object().put("id", id).put("status", reply.status());
    ObjectNode headers = response.putObject("headers");
    reply.headers().forEach(headers::put);
    if (reply.body() != null) {
      response.set("body", reply.body());
    }
    return response;
  }

  private static String key(BatchItem item) {
    return item.id().toLowerCase(Locale.ROOT);
  }
}
