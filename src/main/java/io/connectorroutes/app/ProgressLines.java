package io.connectorroutes.app;

import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/** A line for each change, and not one each moment: for logs and pipes. */
final class ProgressLines implements ImportProgress {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private long printedAt;
  private ImportState printed;

  ProgressLines(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.printedAt = nanoTime.getAsLong();
  }

  @Override
  public void show(ImportState state) {
    long now = nanoTime.getAsLong();
    if (now - printedAt < PAUSE.toNanos() || !isNews(state)) {
      return;
    }
    String notes = state.notes();
    out.println(
        PrintableText.text(
            state.isRecording()
                ? state.subject() + ": " + state.rows() + " rows recorded"
                : state.subject()
                    + ": "
                    + state.done()
                    + "/"
                    + state.rows()
                    + (notes.isEmpty() ? "" : ", " + notes)));
    out.flush();
    printed = state;
    printedAt = now;
  }

  /** Time alone is none. */
  private boolean isNews(ImportState state) {
    return printed == null
        || printed.rows() != state.rows()
        || printed.done() != state.done()
        || !Objects.equals(printed.reason(), state.reason());
  }
}
