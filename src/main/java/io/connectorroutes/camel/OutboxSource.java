package io.connectorroutes.camel;

import io.connectorroutes.ledger.Outbox;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Tells what the ledger's outbox holds, one exchange after the other, and marks it once its
 * exchange has completed. What failed is told again after a while: nothing behind it is told first.
 */
class OutboxSource<T> implements LedgerSource {
  private final String subject;
  private final LedgerEndpoint endpoint;
  private final Processor processor;
  private final Outbox outbox;
  private final Function<Outbox, Optional<T>> next;
  private final BiConsumer<Outbox, T> mark;

  OutboxSource(
      String subject,
      LedgerEndpoint endpoint,
      Processor processor,
      Function<Outbox, Optional<T>> next,
      BiConsumer<Outbox, T> mark) {
    this.subject = subject;
    this.endpoint = endpoint;
    this.processor = processor;
    this.outbox = endpoint.getComponent().ledger().outbox();
    this.next = next;
    this.mark = mark;
  }

  @Override
  public boolean take(Runnable found) throws Exception {
    Optional<T> told = next.apply(outbox);
    if (told.isEmpty()) {
      return false;
    }
    found.run();
    Exchange exchange = endpoint.createExchange();
    exchange.getMessage().setBody(told.get());
    processor.process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    mark.accept(outbox, told.get());
    return true;
  }

  @Override
  public void tend() {
    endpoint.getComponent().deadLetterLog().logDue();
  }

  @Override
  public boolean tellsOfOthers() {
    return true;
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(endpoint.getPoll());
  }

  @Override
  public String subject() {
    return subject;
  }
}
