package io.connectorroutes.camel.change;

import io.connectorroutes.camel.ledger.ChangeTraces;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.ledger.Submitted;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code connector-change:submit}: the change is committed to the ledger when the exchange goes on.
 * Where the ledger is away the exchange fails, with a {@code DatabaseUnavailableException}; sent
 * again, the change is the same one.
 */
final class SubmitProducer extends DefaultAsyncProducer {
  private final Receiver receiver;
  private final Recorder recorder;
  private final Supplier<ChangeTraces> traces;
  private final String job;

  /** Null where no outcome is waited for. */
  private final OutcomeWaits waits;

  private final Duration timeout;

  SubmitProducer(
      ConnectorChangeEndpoint endpoint,
      Receiver receiver,
      Recorder recorder,
      Supplier<ChangeTraces> traces,
      OutcomeWaits waits) {
    super(endpoint);
    this.receiver = receiver;
    this.recorder = recorder;
    this.traces = traces;
    this.job = endpoint.getJob();
    this.waits = waits;
    this.timeout = Duration.ofMillis(endpoint.getTimeout());
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      ReceivedRow change = traces.get().received(received(exchange));
      Submitted submitted = recorder.submit(job, change);
      ChangeMessages.requireNone(submitted.problem());
      answer(exchange.getMessage(), change.changeId(), submitted.isDuplicate());
      if (waits == null) {
        callback.done(true);
        return true;
      }
      waits.add(submitted.seq(), change.changeId(), timeout, new Waiting(exchange, callback));
      return false;
    } catch (Exception e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
  }

  /** A change whose secret cannot be had goes on: it may be known already, and needs none then. */
  private ReceivedRow received(Exchange exchange) throws InvalidChangeException, IOException {
    ReceivedRow change = receiver.message(ChangeMessages.of(exchange));
    if (change.compared() == null) {
      ChangeMessages.requireNone(change.problem());
    }
    return change;
  }

  private static void answer(Message message, String changeId, boolean isDuplicate) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("changeId", changeId);
    body.put("duplicate", isDuplicate);
    message.setBody(body);
    message.setHeader(ConnectorChangeConstants.CHANGE_ID, changeId);
    message.setHeader(ConnectorChangeConstants.DUPLICATE, isDuplicate);
  }

  /** An exchange that goes on once there is an outcome, or none is waited for any more. */
  private record Waiting(Exchange exchange, AsyncCallback callback)
      implements OutcomeWaits.Waiting {
    @Override
    public void settled(OutcomeRecord outcome) {
      Message message = exchange.getMessage();
      message.setBody(outcome);
      message.setHeader(ConnectorChangeConstants.OUTCOME, outcome.outcome().wireName());
      callback.done(false);
    }

    @Override
    public void pending(OutcomePendingException e) {
      exchange.setException(e);
      callback.done(false);
    }
  }
}
