package io.connectorroutes.camel.file;

import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.ledger.BoundedMap;
import io.connectorroutes.ledger.Job;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.UnitOfWorkHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Takes a file in by the route that takes them all in, and then gives the application's route what
 * became of it. Where that one fails, it is given the same again, and the file is not read anew.
 */
final class InboxProcessor extends AsyncProcessorSupport {
  private static final String INTAKE = "direct:connector-routes-intake-file";

  /** Files that wait for the application; beyond that, some are taken in once more. */
  private static final int MOST = 1_000;

  private final CamelContext context;
  private final FileRetries retries;
  private final String tenant;
  private final AsyncProcessor application;
  private final Map<String, Taken> waiting = Collections.synchronizedMap(new BoundedMap<>(MOST));
  private AsyncProducer intake;

  /** What became of a file, and where it moves to. */
  private record Taken(String destination, Map<String, Object> body) {}

  InboxProcessor(CamelContext context, FileRetries retries, String tenant, Processor application) {
    this.context = context;
    this.retries = retries;
    this.tenant = tenant;
    this.application = AsyncProcessorConverterHelper.convert(application);
  }

  @Override
  protected void doStart() throws Exception {
    intake = context.getEndpoint(INTAKE).createAsyncProducer();
    ServiceHelper.startService(intake, application);
  }

  @Override
  protected void doStop() {
    ServiceHelper.stopService(application, intake);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    String key =
        FileRetries.key(exchange.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class));
    Taken taken;
    try {
      taken = waiting.containsKey(key) ? waiting.get(key) : taken(exchange);
    } catch (Exception e) {
      exchange.setException(e);
      UnitOfWorkHelper.doneSynchronizations(
          exchange, exchange.getExchangeExtension().handoverCompletions());
      callback.done(true);
      return true;
    }
    waiting.put(key, taken);
    exchange.setProperty(LedgerProperties.DESTINATION, taken.destination);
    exchange.getMessage().setBody(taken.body);
    return application.process(
        exchange,
        doneSync -> {
          if (exchange.isFailed()) {
            retries.putOff(exchange);
          } else {
            waiting.remove(key);
          }
          callback.done(doneSync);
        });
  }

  /** In an exchange of its own: what goes on in there is none of the application's. */
  private Taken taken(Exchange exchange) throws Exception {
    Exchange file = ExchangeHelper.createCopy(exchange, false);
    file.setProperty(LedgerProperties.TENANT, tenant);
    intake.process(file);
    if (file.getException() != null) {
      throw file.getException();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("file", exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class));
    String refusal = file.getProperty(LedgerProperties.REFUSAL, String.class);
    if (refusal == null) {
      Job job = file.getProperty(LedgerProperties.JOB, Job.class);
      body.put("state", "recorded");
      body.put("job", job.name());
      body.put("rows", job.rows());
    } else {
      body.put("state", "refused");
      body.put("reason", refusal);
    }
    String destination = file.getProperty(LedgerProperties.DESTINATION, String.class);
    body.put("path", destination);
    return new Taken(destination, Map.copyOf(body));
  }
}
