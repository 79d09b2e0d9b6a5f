package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Signal;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * An endpoint {@code connector-routes-ledger:VERB}: what the verbs do stands in {@link LedgerVerb}.
 * It is for our own routes and in no catalogue of Camel; other applications use {@code
 * connector-change:}.
 */
public class LedgerEndpoint extends DefaultEndpoint {
  private static final int MOST_OUTCOMES = 500;

  private final LedgerVerb verb;

  /** For {@code record} of messages. */
  private String job;

  /** For {@code due}. */
  private int concurrentConsumers = 1;

  /** For whatever is consumed. */
  private long poll = 1000;

  /** For {@code prune}. */
  private long keep = Duration.ofDays(30).toMillis();

  LedgerEndpoint(String uri, LedgerComponent component, LedgerVerb verb) {
    super(uri, component);
    this.verb = verb;
  }

  @Override
  public Producer createProducer() {
    return switch (verb) {
      case OPEN -> new LedgerOpenProducer(this);
      case RECORD ->
          job == null ? new LedgerRecordProducer(this) : new LedgerRecordMessageProducer(this);
      case FINISH -> new LedgerFinishProducer(this);
      case REFUSE -> new LedgerRefuseProducer(this);
      case SETTLE -> new LedgerSettleProducer(this);
      case RELEASE -> new LedgerReleaseProducer(this);
      case PRUNE -> new LedgerPruneProducer(this);
      case DUE, OUTCOMES, DEAD_LETTERS, JOBS ->
          throw new UnsupportedOperationException(getEndpointUri() + " can only be consumed");
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    LedgerConsumer consumer =
        new LedgerConsumer(
            this, getComponent().ledger(), processor, concurrentConsumers, source(processor));
    configureConsumer(consumer);
    return consumer;
  }

  private LedgerSource source(Processor processor) {
    return switch (verb) {
      case DUE -> new DueSource(this, processor);
      case OUTCOMES ->
          new OutboxSource<>(
              "Outcomes",
              Signal.Kind.OUTCOMES,
              this,
              processor,
              outbox -> Optional.of(outbox.outcomes(MOST_OUTCOMES)).filter(l -> !l.isEmpty()),
              (outbox, published) -> {
                outbox.outcomesPublished(published);
                getComponent().listener().published(published);
              },
              published -> published.get(0).outcomeId(),
              published -> published.size() < MOST_OUTCOMES);
      case DEAD_LETTERS ->
          new OutboxSource<>(
              "Dead letters",
              Signal.Kind.DEAD_LETTERS,
              this,
              processor,
              o -> o.deadLetter(),
              (outbox, published) -> {
                outbox.deadLetterPublished(published);
                getComponent().deadLetterLog().add(published);
              },
              DeadLetter::id,
              published -> false);
      case JOBS ->
          new OutboxSource<>(
              "Results",
              Signal.Kind.JOBS,
              this,
              processor,
              o -> o.settledJob(),
              (outbox, published) -> {
                outbox.resultsWritten(published);
                getComponent().deadLetterLog().jobEnded(published.name());
              },
              Job::id,
              published -> false);
      case OPEN, RECORD, FINISH, REFUSE, SETTLE, RELEASE, PRUNE ->
          throw new UnsupportedOperationException(getEndpointUri() + " can only be produced to");
    };
  }

  @Override
  public boolean isSingleton() {
    return true;
  }

  @Override
  public LedgerComponent getComponent() {
    return (LedgerComponent) super.getComponent();
  }

  LedgerVerb verb() {
    return verb;
  }

  /** The job that messages are recorded under, such as {@code queue:NAME}; null for files. */
  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    this.job = job;
  }

  /** How many exchanges may be under way at once; 1 to 1000, 1 where not set. */
  public int getConcurrentConsumers() {
    return concurrentConsumers;
  }

  public void setConcurrentConsumers(int concurrentConsumers) {
    this.concurrentConsumers = concurrentConsumers;
  }

  /** How long settled changes stay, in milliseconds; 30 days where not set. */
  public long getKeep() {
    return keep;
  }

  public void setKeep(long keep) {
    this.keep = keep;
  }

  /** How often to look for the rows of other processes, in milliseconds; 1000 where not set. */
  public long getPoll() {
    return poll;
  }

  public void setPoll(long poll) {
    this.poll = poll;
  }
}
