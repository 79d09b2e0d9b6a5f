package io.connectorroutes.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings requests from the connection to {@link GraphApi} and their endings back to it. */
final class HttpFront implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  private final GraphApi api;
  private final Journal journal;
  private final Arrivals arrivals;
  private final Delays delays;
  private final long latencyMs;
  private final Set<HttpExchange> hanging = ConcurrentHashMap.newKeySet();

  HttpFront(SandboxOptions options, GraphApi api, Journal journal, Delays delays) {
    this.api = api;
    this.journal = journal;
    this.arrivals = new Arrivals(options);
    this.delays = delays;
    this.latencyMs = options.latency().toMillis();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Arrival arrival = arrivals.read(exchange);
    // Composed rather than called, so that whatever goes wrong on the way reaches end().
    var unused =
        CompletableFuture.completedFuture(arrival)
            .thenCompose(api::serve)
            .thenCompose(served -> delays.after(latencyMs).thenApply(x -> served))
            .whenComplete((served, failure) -> end(exchange, served, failure));
  }

  /** Cuts the connections that hang. */
  void cutHanging() {
    hanging.forEach(HttpExchange::close);
    hanging.clear();
  }

  private void end(HttpExchange exchange, GraphApi.Served served, Throwable failure) {
    if (failure != null) {
      LOG.error("the sandbox failed on a request; its connection is cut", failure);
      exchange.close();
      return;
    }
    switch (served.ending().kind()) {
      case ANSWER -> write(exchange, served);
      case HANG -> hanging.add(exchange);
      // Closed before any byte of an answer is written, so that the client sees none.
      case CUT, MISSING -> exchange.close();
    }
  }

  private void write(HttpExchange exchange, GraphApi.Served served) {
    try {
      HttpAnswer.write(exchange, served.ending().reply());
    } catch (IOException e) {
      LOG.debug("the client had gone before its answer", e);
      journal.undelivered(served.number());
      exchange.close();
    }
  }
}
