package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A stateful stand-in for the part of Microsoft Graph that this product uses, over HTTP or HTTPS on
 * the loopback address, with a journal of every request, a budget, and faults by plan. What it
 * serves stands in {@code docs/sandbox.md}.
 */
public final class Sandbox implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int THREADS = 32;
  private static final int BACKLOG = 1024;

  private final SandboxOptions options;
  private final Tenants tenants;
  private final Faults faults;
  private final Journal journal;
  private final HttpServer server;
  private final ExecutorService workers;
  private final HttpFront front;

  private Sandbox(SandboxOptions options) throws IOException {
    this.options = options;
    this.tenants = new Tenants(options);
    this.faults = new Faults(options.clock());
    this.journal = new Journal(options.clock(), options.journalLimit());
    this.server = server(options);
    this.workers = workers();
    Delays delays = new Delays(workers);
    GraphApi api = new GraphApi(options, tenants, faults, journal, delays);
    this.front = new HttpFront(options, api, journal, delays);
  }

  private static HttpServer server(SandboxOptions options) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), options.port());
    if (options.tls() == null) {
      return HttpServer.create(address, BACKLOG);
    }
    HttpsServer server = HttpsServer.create(address, BACKLOG);
    server.setHttpsConfigurator(new HttpsConfigurator(options.tls()));
    return server;
  }

  /**
   * Starts a sandbox; it serves when this returns.
   *
   * @throws UncheckedIOException where the port is taken
   */
  public static Sandbox start(SandboxOptions options) {
    // Read once, when the server's classes load: without it each answer waits for the client's
    // acknowledgement of its first packet, up to 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    try {
      Sandbox sandbox = new Sandbox(options);
      sandbox.serve();
      return sandbox;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the sandbox cannot listen on port " + options.port() + "; choose another", e);
    }
  }

  private void serve() {
    plant();
    server.setExecutor(workers);
    server.createContext("/", front);
    server.createContext("/sandbox/", new Control(this));
    server.start();
  }

  private void plant() {
    tenants.state(Tenants.DEFAULT);
    faults.replaceBy(options.faults());
  }

  private static ExecutorService workers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "sandbox");
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /** Scheme, address and port, without a slash at the end; Graph's versions follow it. */
  public URI root() {
    return URI.create(options.scheme() + "://127.0.0.1:" + port());
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What every tenant holds, {@code {"tenants": {"default": {…}}}}, with passwords masked. */
  public ObjectNode state() {
    ObjectNode state = SandboxJson.object();
    ObjectNode byTenant = state.putObject("tenants");
    tenants.states().keySet().forEach(t -> byTenant.set(t, state(t)));
    return state;
  }

  /**
   * What one tenant holds: the arrays {@code apiConnectors}, {@code userFlows}, {@code connectors}
   * and {@code connectorGroups}, with passwords masked. A tenant that was never called holds the
   * seed.
   */
  public ObjectNode state(String tenant) {
    TenantState state = tenants.state(tenant);
    synchronized (state) {
      return state.shown();
    }
  }

  /** The secret that an API connector received last; empty where it or its secret is unknown. */
  public Optional<ReceivedSecret> lastSecret(String tenant, String apiConnectorId) {
    TenantState state = tenants.state(tenant);
    synchronized (state) {
      return Optional.ofNullable(state.apiConnectors().get(apiConnectorId))
          .map(TenantState.ApiConnector::secret);
    }
  }

  /** The requests so far, in the order of arrival, those under way included. */
  public List<JournalEntry> journal() {
    return journal.entries();
  }

  /** The faults that hit a request so far, in that order. */
  public List<FiredFault> faultsFired() {
    return faults.fired();
  }

  /** Plans further faults, to be asked after those that are planned already. */
  public void addFaults(List<Fault> more) {
    faults.add(more);
  }

  List<Faults.Count> faultCounts() {
    return faults.counts();
  }

  /**
   * Back to how it started: seed, empty journal and budget, the faults of the options. Connections
   * that hang are cut.
   */
  public void reset() {
    front.cutHanging();
    tenants.clear();
    journal.clear();
    plant();
  }

  /** Stops at once; requests under way get no answer. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
