package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.StopSignal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Ends the process in good order: when it is asked to stop, the command in progress is told so, is
 * waited for, and its status becomes that of the process. By itself the JVM would end with the
 * signal's number while the command is still at work.
 */
final class ProcessStop implements StopSignal {
  /** The status of a process that was told a second time to stop, and has not finished. */
  static final int CUT_SHORT = ExitStatus.INTERRUPTED;

  /** What is under way when the process is asked to stop has this much time to get done. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Set<Phase> phases = ConcurrentHashMap.newKeySet();
  private final Consumer<String> error;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status;

  /**
   * Registers itself.
   *
   * @param addHook takes the thread to be started when the process is asked to stop
   * @param halt ends the process with a status at once
   * @param error takes the line of a command that is cut short
   */
  ProcessStop(Consumer<Thread> addHook, IntConsumer halt, Consumer<String> error) {
    this.error = error;
    addHook.accept(new Thread(() -> stop(halt), "stop"));
  }

  private void stop(IntConsumer halt) {
    asked.countDown();
    try {
      if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS) && isCutShort()) {
        error.accept(
            "asked to stop before the ledger was open, and nothing was done: if that waited for"
                + " long, see which process has locked it; then start this again");
        halt.accept(CUT_SHORT);
      } else {
        halt.accept(status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the command; false once it has ended. */
  private boolean isCutShort() throws InterruptedException {
    while (phases.isEmpty()) {
      if (ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  @Override
  public Phase beforeAnythingIsDone() {
    Phase phase =
        new Phase() {
          @Override
          public void end() {
            phases.remove(this);
          }
        };
    phases.add(phase);
    return phase;
  }

  @Override
  public void await() throws InterruptedException {
    asked.await();
  }

  /** Notes that the command has ended; to be called before the process is ended. */
  void commandEnded(int commandStatus) {
    status = commandStatus;
    ended.countDown();
  }
}
