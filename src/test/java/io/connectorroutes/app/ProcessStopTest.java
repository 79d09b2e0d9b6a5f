package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.StopSignal;
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
  private final BlockingQueue<String> errors = new ArrayBlockingQueue<>(1);
  private final ProcessStop stop = new ProcessStop(hooks::add, halted::add, errors::add);

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
  void whatHasDoneNothingYetIsCutShortWithALine() throws InterruptedException {
    stop.beforeAnythingIsDone();
    assertThat(stop.isAsked()).isFalse();
    hooks.take().start();
    assertThat(halted.poll(2, TimeUnit.MINUTES)).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(errors.take()).contains("before the ledger was open");
    assertThat(stop.isAsked()).isTrue();
  }

  @Test
  void whatHasBegunToDoSomethingIsWaitedFor() throws InterruptedException {
    StopSignal.Phase opening = stop.beforeAnythingIsDone();
    opening.end();
    hooks.take().start();
    // Longer than the time that what has done nothing is given.
    assertThat(halted.poll(2, TimeUnit.SECONDS)).isNull();
    stop.commandEnded(0);
    assertThat(halted.poll(2, TimeUnit.MINUTES)).isZero();
    assertThat(errors).isEmpty();
  }

  @Test
  void aCommandThatEndsByItselfHasItsStatusToo() throws InterruptedException {
    stop.commandEnded(1);
    hooks.take().start();
    assertThat(halted.poll(2, TimeUnit.MINUTES)).isEqualTo(1);
  }
}
