package io.connectorroutes.camel.trace;

import io.connectorroutes.camel.ledger.ChangeTraces;
import io.connectorroutes.camel.ledger.LedgerComponent;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Has changes traced where the context that it starts with is: by the tracer that Camel takes, a
 * bean or that of the process.
 */
public final class Traces extends ServiceSupport {
  /** Whatever is ours names a bean, or is called, so. */
  private static final String OURS = ".*connector-routes-.*";

  private final CamelContext context;
  private final LedgerComponent component;
  private final boolean isEmbedded;

  /**
   * Traces nothing before it is started.
   *
   * @param isEmbedded whether the context is another application's, whose tracer stays as it is;
   *     else Camel's own spans are those of a user's routes alone
   */
  public Traces(CamelContext context, LedgerComponent component, boolean isEmbedded) {
    this.context = context;
    this.component = component;
    this.isEmbedded = isEmbedded;
  }

  @Override
  protected void doStart() {
    OpenTelemetryTracer ofCamel = context.hasService(OpenTelemetryTracer.class);
    if (ofCamel == null) {
      return;
    }
    if (!isEmbedded) {
      String theirs = ofCamel.getExcludePatterns();
      ofCamel.setExcludePatterns(theirs == null ? OURS : theirs + "," + OURS);
    }
    Tracer tracer = context.getRegistry().findSingleByType(Tracer.class);
    component.setTraces(
        new OpenTelemetryTraces(
            tracer == null ? GlobalOpenTelemetry.getTracer("connector-routes") : tracer));
  }

  @Override
  protected void doStop() {
    component.setTraces(ChangeTraces.NONE);
  }
}
