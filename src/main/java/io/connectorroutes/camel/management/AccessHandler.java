package io.connectorroutes.camel.management;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before all that the management server answers. A probe is always answered; where the
 * request would otherwise be refused, with the status and nothing else.
 */
final class AccessHandler implements AuthenticationHandler {
  private static final Set<String> PROBES = Set.of("/observe/health/live", "/observe/health/ready");

  /** How many logins may wait to be checked; more would only wait longer than a client does. */
  private static final int WAITING = 32;

  /** Of an IPv6 address: the network, since a machine can take any address in it. */
  private static final int NETWORK_BYTES = 8;

  private final HostHeader host;
  private final Login login;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param login null where none is demanded
   */
  AccessHandler(HostHeader host, Login login) {
    this.host = host;
    this.login = login;
  }

  @Override
  public void handle(RoutingContext request) {
    if (isProbe(request)) {
      probe(request);
    } else if (!host.isAllowed(request.request())) {
      refuse(
          request,
          421,
          "Host is neither this machine nor in management.public-host: add its name there, or use"
              + " 127.0.0.1");
    } else if (login == null) {
      request.next();
    } else {
      decide(request, login.look(address(request), header(request)));
    }
  }

  /** Its details are shown to whoever would see them elsewhere, as far as that is known at once. */
  private void probe(RoutingContext request) {
    boolean isTrusted =
        host.isAllowed(request.request())
            && (login == null
                || login.look(address(request), header(request)) == Login.Answer.RIGHT);
    if (!isTrusted) {
      // Camel's handlers show checks, their errors and stack traces to whoever asks for them.
      request.request().params().clear().set("exposureLevel", "oneline");
    }
    request.next();
  }

  private void decide(RoutingContext request, Login.Answer answer) {
    switch (answer) {
      case RIGHT -> request.next();
      case RESTING -> {
        long seconds = login.rest(address(request)).plusMillis(999).toSeconds();
        request.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        refuse(request, 429, "too many logins failed: try again in " + seconds + " s");
      }
      case UNKNOWN -> check(request);
      default -> {
        request
            .response()
            .putHeader("WWW-Authenticate", "Basic realm=\"connector-routes\", charset=\"UTF-8\"");
        refuse(request, 401, "log in as management.user");
      }
    }
  }

  private void check(RoutingContext request) {
    if (waiting.incrementAndGet() > WAITING) {
      waiting.decrementAndGet();
      request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      refuse(request, 503, "too many logins at once: try again");
    } else {
      String address = address(request);
      String header = header(request);
      // Of a thread of its own: health would wait behind it.
      WorkerExecutor executor =
          request.vertx().createSharedWorkerExecutor("connector-routes-login", 1);
      executor
          .executeBlocking(() -> login.check(address, header), false)
          .onComplete(
              done -> {
                waiting.decrementAndGet();
                executor.close();
                if (done.succeeded()) {
                  decide(request, done.result());
                } else {
                  request.fail(500);
                }
              });
    }
  }

  private static void refuse(RoutingContext request, int status, String line) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(line + "\n");
  }

  private static boolean isProbe(RoutingContext request) {
    return PROBES.contains(request.normalizedPath());
  }

  private static String header(RoutingContext request) {
    return request.request().getHeader(HttpHeaders.AUTHORIZATION);
  }

  private static String address(RoutingContext request) {
    String address = request.request().remoteAddress().hostAddress();
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of()
          .formatHex(bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    } catch (UnknownHostException e) {
      // It is no name, so nobody was asked for it.
      return address;
    }
  }
}
