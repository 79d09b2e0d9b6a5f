package io.connectorroutes.ledger.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who waits for the claim of another thread, and what becomes of it. */
class ClaimTurnsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final ClaimTurns turns = new ClaimTurns(4);
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger claims = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void claimsComeOneAfterTheOther() {
    CompletableFuture<String> holder = inBackground(() -> joined(first));
    CompletableFuture<String> other = inBackground(this::claim);
    assertThat(claims).hasValue(0);
    first.complete("first");
    assertThat(holder).succeedsWithin(TIMEOUT).isEqualTo("first");
    assertThat(other).succeedsWithin(TIMEOUT).isEqualTo("claimed");
  }

  @Test
  void whileCallsAreFullAFewClaimAtOnce() {
    assertThat(turns.take(() -> "full", this::isFull)).isEqualTo("full");
    CompletableFuture<String> holder = inBackground(() -> joined(first));
    List<CompletableFuture<String>> besides =
        List.of(
            inBackground(() -> joined(first)),
            inBackground(() -> joined(first)),
            inBackground(() -> joined(first)));
    Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(joined).hasValue(4));
    CompletableFuture<String> fifth = inBackground(this::claim);
    assertThat(claims).as("of those beyond the bound").hasValue(0);
    first.complete("full");
    assertThat(holder).succeedsWithin(TIMEOUT);
    assertThat(besides).allSatisfy(other -> assertThat(other).succeedsWithin(TIMEOUT));
    assertThat(fifth).succeedsWithin(TIMEOUT).isEqualTo("claimed");
  }

  @Test
  void whoWaitsWhenACallIsFullNeedNotWaitForTheOtherThatDoes() {
    CompletableFuture<String> holder = inBackground(() -> joined(first));
    CompletableFuture<String> second = new CompletableFuture<>();
    List<CompletableFuture<String>> others =
        List.of(inBackground(() -> joined(second)), inBackground(() -> joined(second)));
    first.complete("full");
    assertThat(holder).succeedsWithin(TIMEOUT);
    Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(joined).hasValue(3));
    second.complete("");
    assertThat(others).allSatisfy(other -> assertThat(other).succeedsWithin(TIMEOUT));
  }

  @Test
  void aClaimThatFoundNothingSaysNothingOfTheCalls() {
    assertThat(turns.take(() -> "full", this::isFull)).isEqualTo("full");
    assertThat(turns.<String>take(() -> null, this::isFull)).isNull();
    CompletableFuture<String> holder = inBackground(() -> joined(first));
    assertThat(turns.take(this::claim, this::isFull)).as("beside the other").isEqualTo("claimed");
    first.complete("");
    assertThat(holder).succeedsWithin(TIMEOUT);
  }

  @Test
  void whoWaitedForOneThatFoundTheDatabaseAwayDoesNotWaitAgain() {
    DatabaseUnavailableException away =
        new DatabaseUnavailableException("it does not answer", null);
    CompletableFuture<String> holder =
        inBackground(
            () -> {
              joined(first);
              throw away;
            });
    List<CompletableFuture<String>> others =
        List.of(inBackground(this::claim), inBackground(this::claim));
    first.complete("");
    assertThat(holder).failsWithin(TIMEOUT);
    for (CompletableFuture<String> other : others) {
      assertThat(other)
          .failsWithin(TIMEOUT)
          .withThrowableThat()
          .withCauseInstanceOf(DatabaseUnavailableException.class)
          .withMessageContaining("it does not answer")
          .satisfies(e -> assertThat(e.getCause().getCause()).as("who tried").isSameAs(away));
    }
    assertThat(claims).hasValue(0);
    assertThat(turns.take(this::claim, this::isFull)).as("asked later").isEqualTo("claimed");
  }

  @Test
  void whoFailedForAnotherReasonHoldsUpNobody() {
    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IllegalStateException("as planned");
                    },
                    this::isFull))
        .isInstanceOf(IllegalStateException.class);
    assertThat(turns.take(this::claim, this::isFull)).isEqualTo("claimed");
  }

  @Test
  void whoIsToStopDoesNotWaitForItsTurn() {
    CompletableFuture<String> holder = inBackground(() -> joined(first));
    CompletableFuture<String> other = inBackground(this::claim);
    threads.get(1).interrupt();
    assertThat(other)
        .failsWithin(TIMEOUT)
        .withThrowableThat()
        .withCauseInstanceOf(DatabaseUnavailableException.class);
    first.complete("first");
    assertThat(holder).succeedsWithin(TIMEOUT).isEqualTo("first");
    assertThat(claims).hasValue(0);
  }

  private boolean isFull(String claimed) {
    return claimed.equals("full");
  }

  /** A claim that lasts until the other one is complete. */
  private String joined(CompletableFuture<String> other) {
    joined.incrementAndGet();
    return other.join();
  }

  private String claim() {
    claims.incrementAndGet();
    return "claimed";
  }

  /** In a thread of its own, which waits when this returns. */
  private CompletableFuture<String> inBackground(Supplier<String> claim) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(turns.take(claim, this::isFull));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
    Awaitility.await().atMost(TIMEOUT).until(() -> thread.getState() == Thread.State.WAITING);
    return result;
  }
}
