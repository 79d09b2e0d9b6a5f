package io.connectorroutes.graph;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * An HTTP client that is made with its first request: that takes a tenth of a second, with Java's
 * trust settings, and many a process asks for no token. Thread safe.
 */
final class OnDemandHttpClient implements HttpClient {
  private final Supplier<HttpClient> maker;

  /** Null before the first request. */
  private HttpClient made;

  /**
   * A client by that maker.
   *
   * @param maker called once
   */
  OnDemandHttpClient(Supplier<HttpClient> maker) {
    this.maker = maker;
  }

  private synchronized HttpClient client() {
    if (made == null) {
      made = maker.get();
    }
    return made;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return client().send(request);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return client().send(request, context);
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return client().sendSync(request, context);
  }
}
