package io.connectorroutes.camel;

import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Tells what the ledger's outbox holds, one exchange after the other, and marks it once its
 * exchange has completed. What failed is told again after a while: nothing behind it is told first.
 * One thread alone tells, so it calls no other.
 */
class OutboxSource<T> implements LedgerSource {
  private final String subject;
  private final Signal.Kind kind;
  private final LedgerEndpoint endpoint;
  private final Processor processor;
  private final Outbox outbox;
  private final Function<Outbox, Optional<T>> next;
  private final BiConsumer<Outbox, T> mark;
  private final Predicate<T> isAll;

  /**
   * Tells one kind of things.
   *
   * @param kind what signals tell of them
   * @param next what is told next; empty for nothing
   * @param mark marks it as told
   * @param isAll whether what was told was all that there was; else it is looked again
   */
  OutboxSource(
      String subject,
      Signal.Kind kind,
      LedgerEndpoint endpoint,
      Processor processor,
      Function<Outbox, Optional<T>> next,
      BiConsumer<Outbox, T> mark,
      Predicate<T> isAll) {
    this.subject = subject;
    this.kind = kind;
    this.endpoint = endpoint;
    this.processor = processor;
    this.outbox = endpoint.getComponent().ledger().outbox();
    this.next = next;
    this.mark = mark;
    this.isAll = isAll;
  }

  @Override
  public Signal.Kind kind() {
    return kind;
  }

  @Override
  public boolean take(Runnable found) throws Exception {
    Optional<T> told = next.apply(outbox);
    if (told.isEmpty()) {
      return false;
    }
    Exchange exchange = endpoint.createExchange();
    exchange.getMessage().setBody(told.get());
    processor.process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    mark.accept(outbox, told.get());
    return !isAll.test(told.get());
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
