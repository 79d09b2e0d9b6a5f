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
      CompletableFuture<String> answer = new CompletableFuture<>();
      answers.add(answer);
      Thread thread =
          new Thread(
              () -> {
                try {
                  answer.complete(shared.read(ONE));
                } catch (SecretException e) {
                  answer.completeExceptionally(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> threads.stream().filter(t -> t.getState() == Thread.State.BLOCKED).count() == 7);

    slow.countDown();
    for (CompletableFuture<String> answer : answers) {
      assertThat(answer.get(2, TimeUnit.MINUTES)).isEqualTo("value");
    }
    assertThat(reads).hasSize(1);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
