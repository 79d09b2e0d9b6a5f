package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many requests of an account any window of time holds. */
@OnBothDatabases
class RateLimitTest extends LedgerSuite {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private void openWithBudget(int requests) {
    ledger.close();
    ledger = open(new RequestBudget(requests, WINDOW));
  }

  private void sendUpdates(int from, int to) {
    for (int i = from; i <= to; i++) {
      send(update("c" + i, "x" + i));
    }
  }

  private int sendAllThatIsFree() {
    int sent = 0;
    for (var claimed = claimAll(); claimed.isPresent(); claimed = claimAll()) {
      sent += claimed.get().intents().size();
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
    return sent;
  }

  @Test
  void noMoreIsSentThanTheBudgetAllows() {
    openWithBudget(30);
    sendUpdates(1, 70);

    assertThat(claimAll().orElseThrow().intents()).hasSize(20);
  }

  @Test
  void whatIsFreeIsUsedAtOnceAndNoMore() {
    openWithBudget(30);
    sendUpdates(1, 70);

    assertThat(sendAllThatIsFree()).isEqualTo(30);
    Instant free = clock.instant().plus(WINDOW).plusMillis(1);
    assertThat(ledger.deliveries().nextDue()).contains(free);
    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(30);
    clock.advance(WINDOW.plusMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(10);
  }

  @Test
  void aSlotIsTakenUntilAWindowAfterItsAnswer() {
    openWithBudget(20);
    sendUpdates(1, 40);
    Claimed<List<String>> slow = claimAll().orElseThrow();
    clock.advance(Duration.ofSeconds(40));
    assertThat(claimAll()).isEmpty();
    ledger.deliveries().settle(slow, Plans.result(slow, Outcome.APPLIED));

    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimAll()).isPresent();
  }

  @Test
  void slotsComeFreeOneAfterTheOther() {
    openWithBudget(3);
    sendUpdates(1, 9);
    for (int i = 0; i < 3; i++) {
      deliver(Outcome.APPLIED);
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofSeconds(30).plusMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(20));
    assertThat(sendAllThatIsFree()).isEqualTo(2);
  }

  @Test
  void lookUpsCountAndWhatNeverLeftDoesNot() {
    openWithBudget(2);
    sendUpdates(1, 9);
    Claimed<List<String>> unsent = claimAll().orElseThrow();
    assertThat(unsent.intents()).hasSize(2);
    ledger.deliveries().release(unsent);
    Claimed<List<String>> noToken = claimAll().orElseThrow();
    assertThat(noToken.intents()).hasSize(2);
    List<AttemptResult> notSent =
        noToken.intents().stream()
            .map(i -> new AttemptResult(i.clientRequestId(), null, "noToken", "none", null, false))
            .toList();
    ledger.deliveries().settle(noToken, new ClaimResult(notSent, List.of(), null, List.of()));

    Claimed<List<String>> list = ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ledger
        .deliveries()
        .settle(list, new ClaimResult(Plans.answers(list, 200), List.of(), null, List.of()));
    assertThat(sendAllThatIsFree()).isEqualTo(1);
  }

  @Test
  void aSlotThatWasNotUsedIsFreeAtOnce() {
    openWithBudget(2);
    sendUpdates(1, 9);
    deliver(Outcome.APPLIED);
    Claimed<List<String>> unsent = claimAll().orElseThrow();
    ledger.deliveries().release(unsent);
    Claimed<List<String>> noToken = claimAll().orElseThrow();
    AttemptResult notSent =
        new AttemptResult(
            noToken.intents().get(0).clientRequestId(), null, "noToken", "none", null, false);
    ledger
        .deliveries()
        .settle(noToken, new ClaimResult(List.of(notSent), List.of(), null, List.of()));

    assertThat(sendAllThatIsFree()).isEqualTo(1);
  }

  @Test
  void theBudgetOutlivesARestartAndACrash() {
    openWithBudget(20);
    sendUpdates(1, 40);
    Claimed<List<String>> lost = claimAll().orElseThrow();
    assertThat(lost.intents()).hasSize(20);
    openWithBudget(20);
    clock.advance(Duration.ofSeconds(10));
    assertThat(ledger.deliveries().recoverLeases(true)).isEqualTo(20);

    assertThat(claimAll()).isEmpty();
    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimAll().orElseThrow().intents()).hasSize(20);
  }

  @Test
  void aSmallerBudgetHoldsForWhatWasSentUnderALargerOne() {
    openWithBudget(40);
    sendUpdates(1, 70);
    assertThat(sendAllThatIsFree()).isEqualTo(40);
    openWithBudget(5);
    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(5);
  }

  @Test
  void accountsHaveBudgetsOfTheirOwn() {
    openWithBudget(2);
    sendUpdates(1, 5);
    for (int i = 0; i < 5; i++) {
      ledger
          .recorder()
          .recordMessage(QUEUE, row(0, update("other" + i, "y" + i), null, "fabrikam/app"));
    }
    assertThat(sendAllThatIsFree()).isEqualTo(4);
  }

  @Test
  void anyWindowHoldsNoMoreThanTheBudgetWhateverIsDoneInIt() {
    long seed = 20261121;
    SplittableRandom random = new SplittableRandom(seed);
    int allowed = 7;
    openWithBudget(allowed);
    sendUpdates(1, 80);
    List<Instant> sent = new ArrayList<>();
    int next = 81;
    for (int step = 0; step < 150; step++) {
      clock.advance(Duration.ofMillis(random.nextInt(15_000)));
      if (random.nextInt(10) == 0) {
        openWithBudget(allowed);
      }
      sendUpdates(next, next);
      next++;
      claimAll().ifPresent(claimed -> leaveAndSettle(claimed, random, sent));
    }
    assertThat(sent).as("seed %d", seed).hasSizeGreaterThan(40);
    for (int i = allowed; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - allowed), sent.get(i)))
          .as("requests %d to %d, seed %d", i - allowed, i, seed)
          .isGreaterThanOrEqualTo(WINDOW);
    }
  }

  /** The server sees it some time after the claim, and the answer comes some time after that. */
  private void leaveAndSettle(
      Claimed<List<String>> claimed, SplittableRandom random, List<Instant> sent) {
    clock.advance(Duration.ofMillis(random.nextInt(3_000)));
    claimed.intents().forEach(intent -> sent.add(clock.instant()));
    clock.advance(Duration.ofMillis(random.nextInt(3_000)));
    if (random.nextInt(5) == 0) {
      clock.advance(LEASE);
      ledger.deliveries().recoverLeases(false);
    } else {
      ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    }
  }
}
