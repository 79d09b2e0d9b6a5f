package io.connectorroutes.camel.metrics;

import io.connectorroutes.camel.ledger.LedgerComponent;
import io.connectorroutes.camel.ledger.LedgerListener;
import io.connectorroutes.camel.ledger.LedgerVerb;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Gauges;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our metrics, in the registry of the context that it starts with; nothing where that has none. The
 * ledger is read every few seconds by a thread of its own, however often anybody asks, and so that
 * a twentieth of the time is spent on it at the most.
 */
public final class Metrics extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
  private static final long SOONEST_MILLIS = 5_000;
  private static final int PARTS_OF_TIME = 20;

  private final CamelContext context;
  private final Configuration configuration;
  private final LedgerComponent component;
  private final ConfiguredTenants tenants;
  private final TokenSource tokens;
  private final Ledger ledger;

  /** Null where there is nobody to read for. */
  private LedgerMeters read;

  private CertificateMeters certificates;

  private ScheduledExecutorService reading;

  /**
   * Measures nothing before it is started.
   *
   * @param component whose ledger is open
   * @param tokens never asked for a token here
   */
  public Metrics(
      CamelContext context,
      Configuration configuration,
      LedgerComponent component,
      ConfiguredTenants tenants,
      TokenSource tokens) {
    this.context = context;
    this.configuration = configuration;
    this.component = component;
    this.tenants = tenants;
    this.tokens = tokens;
    this.ledger = component.ledger();
  }

  @Override
  protected void doStart() {
    MeterRegistry registry = MeterRegistries.of(context.getRegistry());
    if (registry == null) {
      return;
    }
    TenantLabel labels = new TenantLabel(tenants, configuration.get(Keys.METRICS_TENANTS));
    WorkMeters work = new WorkMeters(registry, labels);
    ledger.onTransaction(work::committed);
    component.setListener(work);
    addOwn(registry);
    certificates = new CertificateMeters(registry, labels, tenants, tokens);
    read = new LedgerMeters(registry, labels, tenants.accounts());
    reading =
        context
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(this, "connector-routes-metrics");
    reading.execute(this::read);
  }

  @Override
  protected void doStop() {
    if (reading != null) {
      component.setListener(LedgerListener.NONE);
      context.getExecutorServiceManager().shutdownNow(reading);
      reading = null;
    }
  }

  /** What is known without the ledger. */
  private void addOwn(MeterRegistry registry) {
    Gauge.builder(
            "connectorroutes.results.failed",
            component,
            ledgers -> ledgers.lastFailure(LedgerVerb.JOBS).isPresent() ? 1 : 0)
        .description("1 where results could not be written at the last try")
        .register(registry);
  }

  /** What is in the ledger; the app's own certificate is not. */
  private void hide() {
    read.hide();
    certificates.show(ledger.clock().instant(), Map.of());
  }

  private void read() {
    long begin = System.nanoTime();
    try {
      Instant now = ledger.clock().instant();
      List<TenantSummary> summaries = ledger.reports().tenants();
      Gauges.Values values = ledger.gauges().read();
      read.show(summaries, values, now);
      certificates.show(now, values.certificateEnds());
    } catch (DatabaseUnavailableException e) {
      // Health and the log say so.
      hide();
    } catch (RuntimeException e) {
      LOG.debug("The ledger could not be read for metrics", e);
      hide();
    }
    long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    var unused =
        reading.schedule(
            this::read, Math.max(SOONEST_MILLIS, taken * PARTS_OF_TIME), TimeUnit.MILLISECONDS);
  }
}
