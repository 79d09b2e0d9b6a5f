package io.connectorroutes.camel;

import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Recorder;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code ledger:open}, {@code ledger:record}, {@code ledger:finish} and {@code ledger:refuse}. What
 * they do is committed when the exchange goes on.
 */
class LedgerIntakeProducer extends DefaultProducer {
  private final LedgerEndpoint endpoint;
  private final Recorder recorder;
  private final LedgerPatience patience;

  LedgerIntakeProducer(LedgerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.recorder = endpoint.getComponent().ledger().recorder();
    this.patience =
        new LedgerPatience(() -> isStoppingOrStopped() || endpoint.getCamelContext().isStopping());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    switch (endpoint.verb()) {
      case OPEN -> open(exchange);
      case RECORD -> record(exchange);
      case FINISH -> keep(exchange, patience.call(() -> recorder.finish(job(exchange))));
      case REFUSE -> refuse(exchange);
      default -> throw new IllegalStateException(endpoint.verb() + " takes nothing in");
    }
  }

  private void open(Exchange exchange) throws Exception {
    FileSource file = exchange.getMessage().getMandatoryBody(FileSource.class);
    boolean fromInbox = exchange.getProperty(LedgerProperties.FROM_INBOX, false, Boolean.class);
    keep(exchange, patience.call(() -> recorder.openFile(file, fromInbox)));
  }

  private void record(Exchange exchange) throws Exception {
    if (endpoint.getJob() != null) {
      ReceivedRow message = exchange.getMessage().getMandatoryBody(ReceivedRow.class);
      patience.runUntilDone(
          "message " + message.changeId() + " of " + endpoint.getJob() + " cannot be recorded",
          () -> recorder.recordMessage(endpoint.getJob(), message));
    } else {
      List<ReceivedRow> rows =
          Arrays.asList(exchange.getMessage().getMandatoryBody(ReceivedRow[].class));
      patience.run(() -> recorder.record(job(exchange), rows));
    }
  }

  private void refuse(Exchange exchange) {
    Job job = job(exchange);
    if (job != null) {
      patience.run(() -> recorder.refuse(job, Refusal.of(exchange)));
    }
  }

  private static Job job(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.JOB, Job.class);
  }

  private static void keep(Exchange exchange, Job job) {
    exchange.setProperty(LedgerProperties.JOB, job);
  }
}
