package io.connectorroutes.camel.change;

import io.connectorroutes.camel.ledger.PollDelay;
import io.connectorroutes.camel.ledger.WorkSignal;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.ledger.Signal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who waits for the outcome of a change. One thread looks for all of them: when this process has
 * settled something, and now and then for what other processes settle. Those that go on do so in
 * threads of a pool.
 */
final class OutcomeWaits extends ServiceSupport {
  /** Each holds its exchange. */
  static final int MOST = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeWaits.class);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final String LEDGER = "ledger";

  private final Ledger ledger;
  private final ExecutorService watching;
  private final ExecutorService goingOn;
  private final LongSupplier nanoTime;
  private final Map<Long, Wait> waits = new ConcurrentHashMap<>();
  private final WorkSignal signal = new WorkSignal();
  private final AtomicBoolean isSignalled = new AtomicBoolean();
  private final PollDelay pollDelay;
  private final RepeatedFailures failures = new RepeatedFailures(LOG, Clock.systemUTC());
  private final InternalErrors errors = new InternalErrors(LOG);
  private boolean isEnded;

  /** Told once of what became of a change. */
  interface Waiting {
    /** It has an outcome. */
    void settled(OutcomeRecord outcome);

    /** It goes on, and nobody waits any more. */
    void pending(OutcomePendingException reason);
  }

  private record Wait(long seq, String changeId, Duration timeout, long until, Waiting waiting) {}

  /**
   * Waits for outcomes of a ledger.
   *
   * @param watching one thread
   * @param goingOn the threads of those that go on
   * @param nanoTime a monotonic clock
   */
  OutcomeWaits(
      Ledger ledger, ExecutorService watching, ExecutorService goingOn, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.watching = watching;
    this.goingOn = goingOn;
    this.nanoTime = nanoTime;
    this.pollDelay = new PollDelay(SOON, LONGEST, nanoTime);
  }

  @Override
  protected void doStart() {
    ledger.onSignal(this::signalled);
    watching.execute(this::watch);
  }

  @Override
  protected void doStop() {
    end();
    signal.raise();
  }

  /** Nobody waits from now on; those that do are told so. */
  void end() {
    synchronized (this) {
      isEnded = true;
    }
    for (Wait wait : List.copyOf(waits.values())) {
      giveUp(wait, OutcomePendingException.atStop(wait.changeId));
    }
  }

  /**
   * Waits for an outcome.
   *
   * @param seq as {@link io.connectorroutes.ledger.Submitted} has it
   * @param timeout after which nobody waits any more
   */
  void add(long seq, String changeId, Duration timeout, Waiting waiting) {
    Wait wait = new Wait(seq, changeId, timeout, nanoTime.getAsLong() + timeout.toNanos(), waiting);
    OutcomePendingException refusal = refusal(wait);
    if (refusal == null) {
      signal.raise();
    } else {
      waiting.pending(refusal);
    }
  }

  private synchronized OutcomePendingException refusal(Wait wait) {
    if (isEnded) {
      return OutcomePendingException.atStop(wait.changeId);
    }
    if (waits.size() >= MOST) {
      return OutcomePendingException.beyond(wait.changeId, MOST);
    }
    waits.put(wait.seq, wait);
    return null;
  }

  private void signalled(Signal made) {
    if (made.kind() == Signal.Kind.OUTCOMES && !waits.isEmpty()) {
      isSignalled.set(true);
      signal.raise();
    }
  }

  private void watch() {
    while (isRunAllowed() && !Thread.currentThread().isInterrupted()) {
      look();
      expire();
      signal.next(untilNextLook());
    }
  }

  private void look() {
    if (waits.isEmpty()) {
      return;
    }
    boolean mayBeOurs = isSignalled.getAndSet(false);
    try {
      Map<Long, OutcomeRecord> outcomes = ledger.reports().outcomes(List.copyOf(waits.keySet()));
      failures.recovered(LEDGER, "Outcomes that are waited for come again");
      if (outcomes.isEmpty()) {
        pollDelay.foundNothing();
      } else {
        pollDelay.found(mayBeOurs);
      }
      outcomes.forEach((seq, outcome) -> goOn(waits.get(seq), waiting -> waiting.settled(outcome)));
    } catch (DatabaseUnavailableException e) {
      failures.failed(LEDGER, "Outcomes that are waited for do not come: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      errors.log("looking for outcomes that are waited for", e);
    }
  }

  private void expire() {
    long now = nanoTime.getAsLong();
    for (Wait wait : waits.values()) {
      if (wait.until - now <= 0) {
        giveUp(wait, new OutcomePendingException(wait.changeId, wait.timeout));
      }
    }
  }

  private Duration untilNextLook() {
    long now = nanoTime.getAsLong();
    long shortest = pollDelay.get().toNanos();
    for (Wait wait : waits.values()) {
      shortest = Math.min(shortest, wait.until - now);
    }
    return Duration.ofNanos(Math.max(0, shortest));
  }

  private void giveUp(Wait wait, OutcomePendingException reason) {
    goOn(wait, waiting -> waiting.pending(reason));
  }

  /** Once for each, whoever comes first. */
  private void goOn(Wait wait, Consumer<Waiting> how) {
    if (wait != null && waits.remove(wait.seq, wait)) {
      try {
        goingOn.execute(() -> how.accept(wait.waiting));
      } catch (RejectedExecutionException e) {
        how.accept(wait.waiting);
      }
    }
  }
}
