package io.connectorroutes.bench;

import com.microsoft.graph.core.content.BatchRequestContentCollection;
import com.microsoft.graph.core.content.BatchResponseContentCollection;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.models.IdentityApiConnector;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * Updates by Microsoft's SDK as a competent user would write them: one HTTP client for all tenants
 * with a connection for each thread, the SDK's own retry handler at its most patient, which heeds
 * Retry-After, and what is still refused tried again. Tokens are at hand, which spares the SDK what
 * ours pays: a token library asked for each request.
 */
final class SdkCalls {
  private static final int MOST_RETRIES = 10;
  private static final int TOO_MANY = 429;
  private static final int DEFAULT_PAUSE_SECONDS = 3;

  private final String root;
  private final OkHttpClient http;
  private final Map<Integer, GraphServiceClient> clients = new ConcurrentHashMap<>();

  SdkCalls(String root, int threads) {
    this.root = root;
    RequestOption retry =
        new RetryHandlerOption(
            RetryHandlerOption.DEFAULT_SHOULD_RETRY, MOST_RETRIES, DEFAULT_PAUSE_SECONDS);
    this.http =
        GraphClientFactory.create(new RequestOption[] {retry})
            .connectionPool(new ConnectionPool(threads, 1, TimeUnit.MINUTES))
            .build();
  }

  /** One PATCH, until it is done. */
  void single(int tenant, int number, String url) {
    IdentityApiConnector update = update(url);
    while (!isDone(tenant, number, update)) {
      pause(DEFAULT_PAUSE_SECONDS);
    }
  }

  private boolean isDone(int tenant, int number, IdentityApiConnector update) {
    try {
      client(tenant)
          .identity()
          .apiConnectors()
          .byIdentityApiConnectorId(Seeded.apiConnector(number))
          .patch(update);
      return true;
    } catch (ApiException e) {
      if (e.getResponseStatusCode() == TOO_MANY) {
        return false;
      }
      throw e;
    }
  }

  /** All updates of a tenant by batches of 20, until all are done. */
  void batch(int tenant, Updates updates) {
    try {
      GraphServiceClient client = client(tenant);
      BatchRequestContentCollection batch = new BatchRequestContentCollection(client);
      for (int number = 0; number < updates.perTenant(); number++) {
        batch.addBatchRequestStep(request(client, number, updates.url(tenant, number)));
      }
      send(client, batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(GraphServiceClient client, BatchRequestContentCollection all)
      throws IOException {
    BatchRequestContentCollection batch = all;
    while (true) {
      BatchResponseContentCollection answer = client.getBatchRequestBuilder().post(batch, null);
      Map<String, Integer> statuses = answer.getResponsesStatusCodes();
      int pause = pause(answer, statuses);
      if (pause == 0) {
        return;
      }
      pause(pause);
      batch = batch.newBatchWithFailedRequests(statuses);
    }
  }

  /** The longest Retry-After in seconds; 0 where nothing failed. */
  private static int pause(BatchResponseContentCollection answer, Map<String, Integer> statuses) {
    int longest = 0;
    for (Map.Entry<String, Integer> status : statuses.entrySet()) {
      if (status.getValue() == TOO_MANY) {
        String after = answer.getResponseById(status.getKey()).header("Retry-After");
        longest =
            Math.max(longest, after == null ? DEFAULT_PAUSE_SECONDS : Integer.parseInt(after));
      } else if (status.getValue() >= 300) {
        throw new IllegalStateException("an update was answered with " + status.getValue());
      }
    }
    return longest;
  }

  private static void pause(int seconds) {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static RequestInformation request(GraphServiceClient client, int number, String url) {
    return client
        .identity()
        .apiConnectors()
        .byIdentityApiConnectorId(Seeded.apiConnector(number))
        .toPatchRequestInformation(update(url));
  }

  private static IdentityApiConnector update(String url) {
    IdentityApiConnector update = new IdentityApiConnector();
    update.setTargetUrl(url);
    return update;
  }

  private GraphServiceClient client(int tenant) {
    return clients.computeIfAbsent(tenant, this::newClient);
  }

  private GraphServiceClient newClient(int tenant) {
    String bearer = "Bearer " + Authority.token(Seeded.tenantId(tenant));
    GraphServiceClient client =
        new GraphServiceClient(
            (request, context) -> request.headers.add("Authorization", bearer), http);
    client.getRequestAdapter().setBaseUrl(root + "/v1.0");
    return client;
  }
}
