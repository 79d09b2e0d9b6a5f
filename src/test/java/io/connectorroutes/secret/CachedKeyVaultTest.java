package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CachedKeyVaultTest {
  private static final VaultSecret ONE = new VaultSecret("vault", "one", null);

  private final SettableClock clock = new SettableClock();
  private final List<VaultSecret> reads = new CopyOnWriteArrayList<>();
  private volatile boolean isAway;

  private final CachedKeyVault vaults = new CachedKeyVault(this::value, clock);

  private String value(VaultSecret secret) throws SecretException {
    reads.add(secret);
    if (isAway) {
      throw new VaultUnreachableException("is away");
    }
    return secret.name() + " " + secret.version() + " " + reads.size();
  }

  @Test
  void aValueIsKeptForFiveMinutes() throws Exception {
    assertThat(vaults.read(ONE)).isEqualTo("one null 1");
    isAway = true;
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(vaults.read(ONE)).isEqualTo("one null 1");

    isAway = false;
    clock.advance(Duration.ofMillis(1));
    assertThat(vaults.read(ONE)).isEqualTo("one null 2");
  }

  @Test
  void eachVersionAndEachVaultHasItsOwnValue() throws Exception {
    String version = "a".repeat(32);
    assertThat(vaults.read(ONE)).isEqualTo("one null 1");
    assertThat(vaults.read(new VaultSecret("vault", "one", version)))
        .isEqualTo("one " + version + " 2");
    assertThat(vaults.read(new VaultSecret("other", "one", null))).isEqualTo("one null 3");
    assertThat(vaults.read(ONE)).isEqualTo("one null 1");
  }

  @Test
  void whatCouldNotBeReadIsNotKept() throws Exception {
    isAway = true;
    assertThatThrownBy(() -> vaults.read(ONE)).hasMessage("is away");
    isAway = false;
    assertThat(vaults.read(ONE)).isEqualTo("one null 2");
  }

  @Test
  void aClockThatWasSetBackKeepsNothingForLonger() throws Exception {
    vaults.read(ONE);
    clock.advance(Duration.ofDays(-1));
    assertThat(vaults.read(ONE)).isEqualTo("one null 2");
  }

  @Test
  void ofThoseThatAskAtTheSameTimeOneReads() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CachedKeyVault shared =
        new CachedKeyVault(
            secret -> {
              reads.add(secret);
              assertThat(await(slow)).isTrue();
              return "value";
            },
            clock);
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(ask(shared, ONE, threads));
    }
    awaitAllWait(threads);

    slow.countDown();
    for (CompletableFuture<String> answer : answers) {
      assertThat(answer.get(2, TimeUnit.MINUTES)).isEqualTo("value");
    }
    assertThat(reads).hasSize(1);
  }

  @Test
  void whoeverWaitedIsToldThatItCouldNotBeRead() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CachedKeyVault shared =
        new CachedKeyVault(
            secret -> {
              reads.add(secret);
              assertThat(await(slow)).isTrue();
              throw new VaultUnreachableException("is away");
            },
            clock);
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<String> one = ask(shared, ONE, threads);
    CompletableFuture<String> other = ask(shared, ONE, threads);
    awaitAllWait(threads);

    slow.countDown();
    for (CompletableFuture<String> answer : List.of(one, other)) {
      assertThatThrownBy(() -> answer.get(2, TimeUnit.MINUTES))
          .hasCauseInstanceOf(VaultUnreachableException.class)
          .hasMessageContaining("is away");
    }
    assertThat(reads).hasSize(1);
  }

  @Test
  void differentSecretsOfAVaultDoNotWaitForEachOther() throws Exception {
    CountDownLatch allAreRead = new CountDownLatch(20);
    CachedKeyVault shared =
        new CachedKeyVault(
            secret -> {
              allAreRead.countDown();
              assertThat(await(allAreRead)).isTrue();
              return secret.name();
            },
            clock);
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(ask(shared, new VaultSecret("vault", "s" + i, null), new ArrayList<>()));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(answers.get(i).get(2, TimeUnit.MINUTES)).isEqualTo("s" + i);
    }
  }

  private static void awaitAllWait(List<Thread> threads) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
  }

  /** On a thread of its own, which is added to those. */
  private static CompletableFuture<String> ask(
      CachedKeyVault vaults, VaultSecret secret, List<Thread> threads) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(vaults.read(secret));
              } catch (SecretException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
    return answer;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
