package io.connectorroutes.app;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Shows how many rows of a file are recorded, while another thread records them. */
final class RecordingWatch implements AutoCloseable {
  private final Ledger ledger;
  private final ImportProgress progress;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "recording-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> looking;
  private volatile String file;

  RecordingWatch(Ledger ledger, ImportProgress progress) {
    this.ledger = ledger;
    this.progress = progress;
    looking = looks.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /** That file is recorded from now on. */
  void recording(Path recorded) {
    file = recorded.getFileName().toString();
  }

  private void look() {
    try {
      ledger.jobControl().names(1).stream()
          .flatMap(name -> ledger.reports().job(name).stream())
          .filter(job -> job.state() == Job.State.RECORDING && file.equals(job.fileName()))
          .forEach(
              job -> progress.show(new ImportState(file, true, job.rows(), 0, 0, 0, null, null)));
    } catch (RuntimeException e) {
      // Whoever records meets the same, and says so.
      return;
    }
  }

  /** Shows nothing any more. */
  @Override
  public void close() {
    looking.cancel(false);
    looks.shutdown();
    try {
      looks.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
