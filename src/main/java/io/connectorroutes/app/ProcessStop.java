package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.StopSignal;
import java.util.concurrent.CountDownLatch;
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

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status;

  /**
   * Registers itself.
   *
   * @param addHook takes the thread to be started when the process is asked to stop
   * @param halt ends the process with a status at once
   */
  ProcessStop(Consumer<Thread> addHook, IntConsumer halt) {
    addHook.accept(new Thread(() -> stop(halt), "stop"));
  }

  private void stop(IntConsumer halt) {
    asked.countDown();
    try {
      ended.await();
      halt.accept(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
