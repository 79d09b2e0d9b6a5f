package io.connectorroutes.app;

import io.connectorroutes.app.command.Window;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * A bar that is drawn over itself, in a line of a terminal. Why nothing is sent is in a line below;
 * the cursor stays in the first one.
 */
final class ProgressScreen implements ImportProgress {
  /** The usual width; in a wider window the bar would only be longer. */
  private static final int COLUMNS = 78;

  /** Below that there is no room for a bar beside what it shows. */
  private static final int NARROW = 70;

  /** To the beginning of the line, and all from there on away. */
  private static final String TAKE_AWAY = "\r\u001b[J";

  private final PrintWriter screen;
  private final Supplier<Window> window;
  private ProgressBar bar;
  private boolean isOfRows;

  /** Whether the cursor stands in a line that was drawn. */
  private boolean isDrawn;

  private volatile int columns = COLUMNS;
  private volatile ImportState shown;

  /** Whether there is a line below, or was one that is empty now. */
  private boolean isBelowDrawn;

  /** What stands there; null for nothing. */
  private String drawn;

  /** Whether a line of others is not at its end, so that nothing can be drawn. */
  private boolean isInterrupted;

  /** Writes something that is not drawn. */
  @FunctionalInterface
  interface Writing {
    void write() throws IOException;
  }

  /** Draws on a screen, whose cursor stands at the beginning of a line. */
  ProgressScreen(PrintWriter screen, Supplier<Window> window) {
    this.screen = screen;
    this.window = window;
  }

  @Override
  public void show(ImportState state) {
    // Two columns stay free: a terminal shows Ctrl-C as ^C, which must not begin a new line.
    columns = Math.min(COLUMNS, window.get().columns() - 2);
    if (columns < NARROW) {
      showLine(state);
    } else {
      showBar(state);
    }
  }

  /** What the bar says, the counts before the name. */
  private void showLine(ImportState state) {
    if (bar != null) {
      close();
    }
    shown = state;
    String notes = state.measures();
    String counts =
        state.isRecording()
            ? state.rows() + " rows recorded"
            : state.done() + "/" + state.rows() + (notes.isEmpty() ? "" : ", " + notes);
    draw(ProgressLine.cut(PrintableText.text(counts + ": " + state.subject()), columns));
    isDrawn = true;
  }

  private void showBar(ImportState state) {
    if (bar == null || isOfRows == state.isRecording()) {
      close();
      shown = state;
      isOfRows = !state.isRecording();
      bar = bar();
      isDrawn = true;
    }
    shown = state;
    bar.refresh();
  }

  /** The library draws it again each second, so that the time goes on. */
  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setRenderer((bar, width) -> ProgressLine.of(shown, bar.getTotalElapsed(), columns))
        .setUpdateIntervalMillis(1_000)
        .continuousUpdate()
        .setConsumer(new Line())
        .build();
  }

  /**
   * Takes away what is drawn, lets something be written to the terminal in its place, and draws it
   * again below.
   *
   * @param isWhole whether what is written ends a line; else it is drawn again behind what does
   */
  synchronized void beside(Writing writing, boolean isWhole) throws IOException {
    if (drawn == null) {
      writing.write();
      return;
    }
    if (!isInterrupted) {
      screen.print(TAKE_AWAY);
      screen.flush();
      isBelowDrawn = false;
    }
    writing.write();
    isInterrupted = !isWhole;
    draw(drawn);
  }

  private synchronized void draw(String line) {
    drawn = line;
    if (isInterrupted) {
      return;
    }
    String reason = shown.reason();
    String below = reason == null ? "" : ProgressLine.cut(PrintableText.text(reason), columns);
    boolean isAnyBelow = isBelowDrawn || !below.isEmpty();
    screen.print(
        (isAnyBelow ? "\r\n" + below + "\u001b[K\u001b[1A" : "") + "\r" + line + "\u001b[K");
    screen.flush();
    isBelowDrawn = isAnyBelow;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    if (isDrawn) {
      isDrawn = false;
      endLines();
      screen.flush();
    }
  }

  private synchronized void endLines() {
    screen.println();
    if (isBelowDrawn && shown.reason() != null) {
      screen.println();
    }
    isBelowDrawn = false;
    drawn = null;
    isInterrupted = false;
  }

  /** Where the library draws to. */
  private final class Line implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return columns;
    }

    @Override
    public void accept(String drawn) {
      draw(drawn);
    }

    /** Not called of a bar that is closed before it was drawn by the library's own thread. */
    @Override
    public void close() {}
  }
}
