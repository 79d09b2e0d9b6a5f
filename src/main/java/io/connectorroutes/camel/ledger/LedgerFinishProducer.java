package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Job;
import org.apache.camel.Exchange;

/** {@code ledger:finish}: the exchange's file is recorded as a whole. */
class LedgerFinishProducer extends LedgerProducer {

  LedgerFinishProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) {
    MostDeletes mostDeletes = getEndpoint().getComponent().mostDeletes();
    if (mostDeletes != null) {
      retry(exchange)
          .call(
              () -> {
                if (isRecording(job(exchange))) {
                  mostDeletes.check(ledger().jobControl(), job(exchange));
                }
                return job(exchange);
              });
    }
    // None of its rows may be sent before.
    limitFailures(exchange);
    Job job = retry(exchange).call(() -> ledger().recorder().finish(job(exchange)));
    exchange.setProperty(LedgerProperties.JOB, job);
  }

  /** Another process may have ended that, and a person may have resumed the job since then. */
  private boolean isRecording(Job job) {
    return ledger().reports().job(job.name()).orElseThrow().state() == Job.State.RECORDING;
  }
}
