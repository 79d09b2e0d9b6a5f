package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.Job;
import org.apache.camel.Exchange;

/** {@code ledger:open}: opens the job of a file, or finds the one that was interrupted. */
class LedgerOpenProducer extends LedgerProducer {

  LedgerOpenProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    FileSource file = exchange.getMessage().getMandatoryBody(FileSource.class);
    boolean fromInbox = exchange.getProperty(LedgerProperties.FROM_INBOX, false, Boolean.class);
    Job job = retry(exchange).call(() -> ledger().recorder().openFile(file, fromInbox));
    exchange.setProperty(LedgerProperties.JOB, job);
    boolean isRecorded = job.state() != Job.State.RECORDING;
    exchange.setProperty(LedgerProperties.IS_RECORDED, isRecorded);
    if (isRecorded) {
      limitFailures(exchange);
    }
  }
}
