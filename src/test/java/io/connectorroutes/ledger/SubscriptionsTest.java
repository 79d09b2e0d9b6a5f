package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.DeadLetterCalls;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers are given, from where on, by which worker, and what is kept for them. */
@OnBothDatabases
class SubscriptionsTest extends LedgerSuite {
  private static final Duration KEEP = Duration.ofDays(10);
  private static final Duration DAY = Duration.ofDays(1);

  private Subscription<OutcomeRecord> outcomes(String name, Subscriber.From from) {
    return leased(ledger.subscriptions().outcomes(new Subscriber(name, "run:1", from)));
  }

  private Subscription<OutcomeRecord> outcomes(String name) {
    return outcomes(name, Subscriber.From.EARLIEST);
  }

  private Subscription<DeadLetter> deadLetters(String name) {
    return leased(
        ledger
            .subscriptions()
            .deadLetters(new Subscriber(name, "run:1", Subscriber.From.EARLIEST)));
  }

  private static <T> Subscription<T> leased(Subscription<T> subscription) {
    assertThat(subscription.lease(LEASE)).isTrue();
    return subscription;
  }

  /** Gives outcomes to changes of those ids, in that order. */
  private void settle(String... changeIds) {
    for (String changeId : changeIds) {
      send(update(changeId, changeId));
      assertThat(deliver(Outcome.APPLIED)).isEqualTo(changeId);
    }
  }

  private static List<String> ids(List<Subscription.Entry<OutcomeRecord>> entries) {
    return entries.stream().map(entry -> entry.what().changeId()).toList();
  }

  private static List<String> take(Subscription<OutcomeRecord> subscription, int limit) {
    List<Subscription.Entry<OutcomeRecord>> entries = subscription.next(limit);
    if (!entries.isEmpty()) {
      subscription.acknowledge(entries.get(entries.size() - 1).position());
    }
    return ids(entries);
  }

  // ---- what is given

  @Test
  void eachSubscriberIsGivenAllInOneOrderAtASpeedOfItsOwn() {
    Subscription<OutcomeRecord> quick = outcomes("quick");
    Subscription<OutcomeRecord> slow = outcomes("slow");
    settle("a", "b", "c");
    assertThat(take(quick, 10)).containsExactly("a", "b", "c");
    assertThat(take(slow, 1)).containsExactly("a");
    settle("d", "e");
    assertThat(take(quick, 10)).containsExactly("d", "e");
    assertThat(take(quick, 10)).isEmpty();
    assertThat(take(slow, 2)).containsExactly("b", "c");
    assertThat(take(slow, 10)).containsExactly("d", "e");
    assertThat(outcomes())
        .as("nothing is taken away from the outbox")
        .extracting(OutcomeRecord::changeId)
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void whatWasNotAcknowledgedIsGivenAgainAlsoAfterARestart() {
    settle("a", "b", "c");
    Subscription<OutcomeRecord> subscription = outcomes("billing");
    List<Subscription.Entry<OutcomeRecord>> first = subscription.next(3);
    assertThat(ids(subscription.next(3))).containsExactly("a", "b", "c");
    subscription.acknowledge(first.get(0).position());

    ledger.close();
    ledger = open();
    subscription = outcomes("billing");
    assertThat(subscription.next(3)).isEqualTo(first.subList(1, 3));
    subscription.acknowledge(first.get(2).position());
    subscription.acknowledge(first.get(0).position());
    assertThat(subscription.next(3)).as("an acknowledged position stays").isEmpty();
  }

  @Test
  void whereASubscriberBeginsCountsTheFirstTimeAlone() {
    settle("before");
    outcomes("now", Subscriber.From.NOW);
    outcomes("all", Subscriber.From.EARLIEST);
    settle("after");
    assertThat(ids(outcomes("now", Subscriber.From.EARLIEST).next(10))).containsExactly("after");
    assertThat(ids(outcomes("all", Subscriber.From.NOW).next(10)))
        .containsExactly("before", "after");
  }

  @Test
  void deadLettersAreGivenWhateverBecameOfThemSince() {
    Subscription<DeadLetter> first = deadLetters("people");
    send(update("a", "a"), update("b", "b"));
    deliver(Outcome.FAILED);
    deliver(Outcome.FAILED);
    ledger.recorder().recordMessage(QUEUE, rejected(0, "c", "not JSON"));
    ledger.outbox().deadLetterPublished(ledger.outbox().deadLetter().orElseThrow());
    DeadLetterCalls.replay(ledger, List.of("a"));
    deliver(Outcome.FAILED);
    List<Subscription.Entry<DeadLetter>> entries = first.next(2);
    assertThat(entries).extracting(entry -> entry.what().name()).containsExactly("a", "b");
    assertThat(entries.get(0).what().attempts()).hasSize(1);
    first.acknowledge(entries.get(1).position());
    assertThat(first.next(10)).extracting(entry -> entry.what().name()).containsExactly("c", "a.1");
    assertThat(outcomes("people").next(10)).as("outcomes have positions of their own").hasSize(4);
  }

  @Test
  void whatIsOfAnotherTenantIsPassedOver() {
    for (int i = 0; i < 30; i++) {
      String tenant = i % 10 == 0 ? "fabrikam" : null;
      ledger.recorder().recordMessage(QUEUE, row(0, update("c" + i, "x" + i), tenant, ACCOUNT));
      deliver(i % 2 == 0 ? Outcome.FAILED : Outcome.APPLIED);
    }
    Subscriber fabrikam =
        new Subscriber("f", "run:1", Subscriber.From.EARLIEST, "fabrikam"::equals);
    Subscriber none = new Subscriber("n", "run:1", Subscriber.From.EARLIEST, "nobody"::equals);
    Subscriber standard = new Subscriber("s", "run:1", Subscriber.From.EARLIEST, Objects::isNull);
    Subscription<OutcomeRecord> outcomes = leased(ledger.subscriptions().outcomes(fabrikam));
    for (String changeId : List.of("c0", "c10", "c20")) {
      assertThat(take(outcomes, 2)).containsExactly(changeId);
    }
    assertThat(take(outcomes, 2)).isEmpty();
    assertThat(take(leased(ledger.subscriptions().outcomes(standard)), 4))
        .as("no more than so many are looked at where some are wanted")
        .containsExactly("c1", "c2", "c3");
    Subscription<DeadLetter> deadLetters = leased(ledger.subscriptions().deadLetters(fabrikam));
    for (String name : List.of("c0", "c10", "c20")) {
      List<Subscription.Entry<DeadLetter>> one = deadLetters.next(1);
      assertThat(one).extracting(entry -> entry.what().name()).containsExactly(name);
      deadLetters.acknowledge(one.get(0).position());
    }
    assertThat(deadLetters.next(1)).isEmpty();
    assertThat(take(leased(ledger.subscriptions().outcomes(none)), 3)).isEmpty();
    publish();
    closeDeadLetters();
    clock.advance(KEEP.plus(DAY));
    prune();
    assertThat(kept()).as("what was passed over is kept for nobody").isEqualTo(26);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", ".a", "a/b", "a\nb", "\u00e9"})
  void aNameThatIsNoneIsRefusedInOneLine(String name) {
    assertThatThrownBy(() -> new Subscriber(name, "run:1", Subscriber.From.NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a subscriber needs a name of 1 to 64")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> new Subscriber("a".repeat(65), "run:1", Subscriber.From.NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- who reads

  @Test
  void ofTwoProcessesOneReadsUntilItLetsGoOrDies() {
    Subscription<OutcomeRecord> first = outcomes("billing");
    settle("a", "b", "c");
    try (Ledger other = open()) {
      Subscription<OutcomeRecord> second =
          other
              .subscriptions()
              .outcomes(new Subscriber("billing", "run:2", Subscriber.From.EARLIEST));
      assertThat(second.lease(LEASE)).isFalse();
      assertThat(take(first, 1)).containsExactly("a");
      first.release();
      assertThat(second.lease(LEASE)).isTrue();
      assertThat(first.lease(LEASE)).isFalse();
      assertThat(take(second, 1)).containsExactly("b");
      List<Subscription.Entry<OutcomeRecord>> inHand = second.next(1);
      clock.advance(LEASE);
      assertThat(first.lease(LEASE)).as("the second one has died").isTrue();
      assertThat(ids(first.next(5))).containsExactly("c");
      second.acknowledge(inHand.get(0).position());
      second.release();
      assertThat(take(first, 5)).as("or had only stood still").isEmpty();
      assertThat(second.lease(LEASE)).as("what it lets go is not its own").isFalse();
    }
  }

  /** Each goes on where it is; that no outcome is passed over is shown by their number. */
  @Test
  void noOutcomeIsPassedOverWhileMoreAreSettled() throws Exception {
    int workers = 4;
    int each = 40;
    for (int i = 0; i < workers * each; i++) {
      String account = "contoso/app" + i % workers;
      ledger.recorder().recordMessage(QUEUE, row(0, update("c" + i, "x" + i), null, account));
    }
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(workers + 2);
    try {
      List<Future<List<String>>> read = new ArrayList<>();
      for (int limit : List.of(1, 50)) {
        Subscription<OutcomeRecord> subscription = outcomes("by-" + limit);
        read.add(threads.submit(() -> readUntil(isOver, subscription, limit)));
      }
      List<Future<?>> settling = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        settling.add(threads.submit(() -> deliverAll()));
      }
      for (Future<?> one : settling) {
        one.get();
      }
      isOver.set(true);
      List<String> all = outcomes().stream().map(OutcomeRecord::changeId).toList();
      assertThat(all).hasSize(workers * each);
      for (Future<List<String>> one : read) {
        assertThat(one.get()).isEqualTo(all);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> readUntil(
      AtomicBoolean isOver, Subscription<OutcomeRecord> subscription, int limit) {
    List<String> read = new ArrayList<>();
    boolean wasOver = false;
    for (List<String> some = take(subscription, limit);
        !wasOver || !some.isEmpty();
        some = take(subscription, limit)) {
      wasOver = isOver.get();
      read.addAll(some);
    }
    return read;
  }

  // ---- what is kept

  @Test
  void nothingIsDeletedThatASubscriberOfTheLastThirtyDaysHasNotHad() throws SQLException {
    Subscription<OutcomeRecord> late = outcomes("late");
    outcomes("early").acknowledge(1_000_000);
    Subscription<DeadLetter> people = deadLetters("people");
    settle("a", "b");
    send(update("dead", "dead"));
    deliver(Outcome.FAILED);
    publish();
    closeDeadLetters();
    take(late, 1);
    clock.advance(KEEP.plus(DAY));
    prune();
    assertThat(isKept("a")).isFalse();
    assertThat(isKept("b")).isTrue();
    assertThat(take(late, 2)).containsExactly("b", "dead");
    prune();
    assertThat(isKept("b")).isFalse();
    assertThat(isKept("dead")).as("its dead letter was not had").isTrue();
    people.acknowledge(people.next(1).get(0).position());
    prune();
    assertThat(isKept("dead")).isFalse();
  }

  @Test
  void aSubscriberThatWasNotSeenForThirtyDaysHoldsNothingUp() {
    Subscription<OutcomeRecord> gone = outcomes("gone");
    settle("a");
    publish();
    clock.advance(Duration.ofDays(29));
    assertThat(gone.lease(LEASE)).isTrue();
    clock.advance(Duration.ofDays(29));
    prune();
    assertThat(isKept("a")).isTrue();
    clock.advance(DAY);
    prune();
    assertThat(isKept("a")).isFalse();

    settle("b");
    gone = outcomes("gone", Subscriber.From.NOW);
    assertThat(take(gone, 5)).as("it goes on where it was").containsExactly("b");
  }

  private void publish() {
    ledger.outbox().outcomesPublished(outcomes());
    for (var letter = ledger.outbox().deadLetter();
        letter.isPresent();
        letter = ledger.outbox().deadLetter()) {
      ledger.outbox().deadLetterPublished(letter.get());
    }
  }

  private void closeDeadLetters() {
    try {
      alter("UPDATE dead_letter SET open = 0");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void prune() {
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent()) {
      next = ledger.retention().prune(KEEP, next.getAsLong());
    }
  }

  private boolean isKept(String changeId) {
    return !ledger.reports().history(changeId).isEmpty();
  }

  private long kept() {
    return java.util.stream.IntStream.range(0, 30).filter(i -> isKept("c" + i)).count();
  }
}
