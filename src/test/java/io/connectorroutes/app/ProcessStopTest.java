package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProcessStopTest {
  private final BlockingQueue<Thread> hooks = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<Integer> halted = new ArrayBlockingQueue<>(1);
  private final ProcessStop stop = new ProcessStop(hooks::add, halted::add);

  @Test
  void theProcessEndsAfterTheCommandAndWithItsStatus() throws InterruptedException {
    CompletableFuture<Void> command =
        CompletableFuture.runAsync(
            () -> {
              try {
                stop.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(command).isNotDone();

    Thread hook = hooks.take();
    hook.start();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(command::isDone);
    assertThat(halted).isEmpty();

    stop.commandEnded(3);
    assertThat(halted.poll(2, TimeUnit.MINUTES)).isEqualTo(3);
    hook.join();
  }

  @Test
  void aCommandThatEndsByItselfHasItsStatusToo() throws InterruptedException {
    stop.commandEnded(1);
    hooks.take().start();
    assertThat(halted.poll(2, TimeUnit.MINUTES)).isEqualTo(1);
  }
}
