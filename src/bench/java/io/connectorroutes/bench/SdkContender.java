package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Microsoft's SDK in its own process: warms up, says so, and does the measured part when told. */
final class SdkContender {
  private SdkContender() {}

  /** Argument: {@link SdkTask} as JSON. */
  public static void main(String[] arguments) throws Exception {
    SdkTask task = new ObjectMapper().readValue(arguments[0], SdkTask.class);
    SdkCalls calls = new SdkCalls(task.root(), task.threads());
    for (Updates warmUp : task.warmUps()) {
      run(calls, task, warmUp);
    }
    System.out.println("warm");
    System.in.read();
    run(calls, task, task.measured());
    System.out.println("done");
    // The process stays until it is ended, so that its processor time can be read.
    while (System.in.read() >= 0) {
      // Nothing more is said.
    }
  }

  private static void run(SdkCalls calls, SdkTask task, Updates updates) throws Exception {
    List<Runnable> work = new ArrayList<>();
    for (int tenant = 0; tenant < updates.tenants(); tenant++) {
      int of = updates.firstTenant() + tenant;
      if (task.batch()) {
        work.add(() -> calls.batch(of, updates));
      } else {
        for (int number = 0; number < updates.perTenant(); number++) {
          int which = number;
          work.add(() -> calls.single(of, which, updates.url(of, which)));
        }
      }
    }
    share(work, task.threads());
  }

  /** Threads that take the next piece when they are free. */
  private static void share(List<Runnable> work, int threads) throws InterruptedException {
    var queue = new java.util.concurrent.ConcurrentLinkedQueue<>(work);
    Thread[] all = new Thread[threads];
    Arrays.setAll(all, i -> new Thread(() -> drain(queue), "sdk-" + i));
    for (Thread thread : all) {
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private static void drain(java.util.Queue<Runnable> queue) {
    Runnable next = queue.poll();
    while (next != null) {
      next.run();
      next = queue.poll();
    }
  }
}
