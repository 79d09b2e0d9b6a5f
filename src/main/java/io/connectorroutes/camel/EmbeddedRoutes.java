package io.connectorroutes.camel;

import io.connectorroutes.camel.change.RetryAfterProcessor;
import io.connectorroutes.camel.http.GraphRoute;
import io.connectorroutes.camel.management.ManagementServer;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.delivery.GraphExit;
import io.connectorroutes.files.FileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.StartupListener;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes in a Camel context, the program's or another application's; one for each context, a
 * bean of the name {@link #NAME}. Calls take the route of the HTTP exit alone. The ledger is
 * opened, and the other routes are added, when somebody asks for it first: when the context starts,
 * where the configuration lets something come in, or later.
 */
public final class EmbeddedRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRoutes.class);

  /** Its name in the registry. */
  public static final String NAME = Bindings.PREFIX + "instance";

  /** The route whose exchanges are calls, from the claim to the settling of the answer. */
  private static final String DELIVERY = Bindings.PREFIX + "delivery-due";

  private final CamelContext context;
  private final Configuration configuration;
  private final Mode mode;
  private final Externals externals;
  private final CallRoot call;

  /** Null until it is asked for. */
  private CompositionRoot ledger;

  /** Null where there is no need for one. */
  private HomeLock lock;

  private boolean routesAreMade;
  private boolean isClosed;

  private EmbeddedRoutes(
      CamelContext context, Configuration configuration, Mode mode, Externals externals) {
    this.context = context;
    this.configuration = configuration;
    this.mode = mode;
    this.externals = externals;
    this.call = new CallRoot(configuration, externals);
  }

  /**
   * Binds what the routes name, and what makes the routes when the context collects its own. The
   * context must not have been started; when it has stopped, what is bound is closed.
   *
   * @throws UsageException where the configuration does not fit, or the context has an instance
   *     already
   */
  public static EmbeddedRoutes bindTo(
      CamelContext context, Configuration configuration, Mode mode, Externals externals) {
    if (context.getRegistry().lookupByName(NAME) != null) {
      throw new UsageException(
          "the Camel context "
              + context.getName()
              + " has these routes already: one context has them once; use another context for"
              + " another configuration");
    }
    EmbeddedRoutes routes = new EmbeddedRoutes(context, configuration, mode, externals);
    routes.bind();
    return routes;
  }

  /** The configuration of all of it. */
  public Configuration configuration() {
    return configuration;
  }

  /** What calls take, without a ledger. */
  public CallRoot callRoot() {
    return call;
  }

  /**
   * What works on the ledger. At first ask the ledger is opened, and its routes are added: when the
   * context collects its routes, as soon as it has started, or at once where it has.
   *
   * @throws UsageException where the configuration does not fit
   * @throws io.connectorroutes.database.DatabaseException where the ledger cannot be used
   * @throws io.connectorroutes.database.DatabaseUnavailableException where its database does not
   *     answer
   */
  public CompositionRoot ledgerRoot() {
    boolean add = false;
    CompositionRoot opened;
    synchronized (this) {
      if (isClosed) {
        throw new IllegalStateException("the Camel context has stopped, and the ledger is closed");
      }
      if (ledger == null) {
        open();
        add = routesAreMade;
      }
      opened = ledger;
    }
    if (add) {
      // Not while this is locked: who adds routes elsewhere has Camel's lock, and may come here.
      addLedgerRoutes();
    }
    return opened;
  }

  /** The HTTP exit. The context must have been started. */
  public GraphExit exit() {
    return new GraphRoute(context);
  }

  /** The configured broker and topic, without intake; to be closed by the caller. */
  public Brokers brokers() {
    return new Brokers(context, configuration, call);
  }

  private void bind() {
    context.getPropertiesComponent().addPropertiesSource(new Placeholders(configuration, mode));
    call.bindTo(context);
    Bindings.bind(context, "instance", this);
    Bindings.bind(context, "routes", routes());
    Bindings.bind(context, "retry-after", new RetryAfterProcessor());
    if (configuration.isEmbedded()) {
      context.getCamelContextExtension().registerEndpointCallback(new UninterceptedEndpoints());
    }
    boolean done = false;
    try {
      context.addService(new Closing(), true, true);
      context.addLifecycleStrategy(new Stopping());
      if (needsLedgerAtOnce()) {
        ledgerRoot();
      }
      if (configuration.isEmbedded()) {
        // In the program Camel Main has one.
        ManagementServer.addTo(context, configuration);
      }
      done = true;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the context takes no service", e);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** In the program unless it only calls; elsewhere where something comes or goes by itself. */
  private boolean needsLedgerAtOnce() {
    return mode != Mode.CALLS && isLedgerOfUse();
  }

  private boolean isLedgerOfUse() {
    return !configuration.isEmbedded()
        || Stream.of(
                Keys.INBOX_DIRECTORY,
                Keys.QUEUE_URL,
                Keys.CONNECTION_FACTORY,
                Keys.KAFKA_BROKERS,
                Keys.OUTCOME_URI,
                Keys.DEAD_LETTER_URI)
            .anyMatch(configuration::has);
  }

  private void open() {
    boolean done = false;
    if (configuration.isEmbedded()) {
      // The program's commands print them.
      configuration.warnings().forEach(LOG::warn);
    }
    try {
      boolean ownsLeases = mode == Mode.RUN && hasLedgerAlone();
      if (ownsLeases && configuration.isEmbedded()) {
        lock = HomeLock.take(configuration);
      }
      ledger = CompositionRoot.open(configuration, mode, externals, call);
      if (ownsLeases) {
        // The home is this run's alone, so every lease of an earlier one is stale.
        ledger.ledger().deliveries().recoverLeases(true);
      }
      ledger.bindLedgerTo(context);
      done = true;
    } catch (IOException e) {
      throw new UsageException(FileErrors.unusable(e) + ", or give another home", e);
    } finally {
      if (!done) {
        closeLedger();
      }
    }
  }

  /**
   * Whether nobody else delivers from the ledger: it is a file of ours, which the home stands for.
   */
  private boolean hasLedgerAlone() {
    return configuration.get(Keys.DELIVERY_ENABLED)
        && configuration.ledger().databaseFile() != null
        && !configuration.has(Keys.DATA_SOURCE);
  }

  private RoutesBuilder routes() {
    return new RouteBuilder() {
      @Override
      public void configure() throws Exception {
        boolean all;
        synchronized (EmbeddedRoutes.this) {
          routesAreMade = true;
          all = ledger != null;
        }
        load(RouteFiles.ofCalls(configuration, getContext()));
        if (all) {
          loadLedgerRoutes();
        }
      }
    };
  }

  private void addLedgerRoutes() {
    try {
      if (context.isStarted()) {
        loadLedgerRoutes();
      } else {
        context.addStartupListener(new AddingWhenStarted());
      }
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
  }

  private void loadLedgerRoutes() throws Exception {
    PublishingEndpoints.check(context, configuration);
    load(RouteFiles.ofLedger(configuration, context));
  }

  private void load(Collection<Resource> files) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(files);
  }

  private synchronized void close() {
    isClosed = true;
    try {
      closeLedger();
    } finally {
      call.close();
    }
  }

  private void closeLedger() {
    try {
      if (ledger != null) {
        ledger.close();
      }
    } finally {
      ledger = null;
      release();
    }
  }

  private void release() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock = null;
    }
  }

  /** Camel says it at once where the context has started meanwhile, and again with each route. */
  private final class AddingWhenStarted implements StartupListener {
    private final AtomicBoolean added = new AtomicBoolean();

    @Override
    public void onCamelContextStarted(CamelContext started, boolean already) throws Exception {
      if (already) {
        addOnce();
      }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext started, boolean already) throws Exception {
      addOnce();
    }

    private void addOnce() throws Exception {
      if (added.compareAndSet(false, true)) {
        loadLedgerRoutes();
      }
    }
  }

  /**
   * The process is to end: nothing waits long any more for a ledger that another one has locked.
   */
  public synchronized void endSoon() {
    if (ledger != null) {
      ledger.ledger().endSoon(context.getInflightRepository().size(DELIVERY) > 0);
    }
  }

  /** Told first of all, before the routes are stopped. */
  private final class Stopping extends LifecycleStrategySupport {
    @Override
    public void onContextStopping(CamelContext stopping) {
      if (stopping.isStopped()) {
        // One that could not be initialized is stopped without a word to its services.
        close();
      } else {
        endSoon();
      }
    }
  }

  /** Camel stops it when all routes and components have stopped. */
  private final class Closing implements Service {
    @Override
    public void start() {
      // What there is to start is opened when it is asked for.
    }

    @Override
    public void stop() {
      EmbeddedRoutes.this.close();
    }
  }
}
