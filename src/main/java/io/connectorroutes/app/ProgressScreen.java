package io.connectorroutes.app;

import io.connectorroutes.app.command.Window;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is drawn over itself, in a line of a terminal. */
final class ProgressScreen implements ImportProgress {
  /** The usual width; in a wider window the bar would only be longer. */
  private static final int COLUMNS = 78;

  /** Below that there is no room for a bar beside what it shows. */
  private static final int NARROW = 70;

  private static final int LONGEST_SUBJECT = 24;

  private final PrintWriter screen;
  private final Supplier<Window> window;
  private ProgressBar bar;
  private boolean isOfRows;

  /** Whether the cursor stands in a line that was drawn. */
  private boolean isDrawn;

  private volatile int columns = COLUMNS;

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
    String notes = notes(state);
    String counts =
        state.isRecording()
            ? state.rows() + " rows recorded"
            : state.done() + "/" + state.rows() + (notes.isEmpty() ? "" : ", " + notes);
    draw(cut(PrintableText.text(counts + ": " + state.subject()), columns));
    isDrawn = true;
  }

  /** There is room for one of them. */
  private static String notes(ImportState state) {
    return state.reason() == null ? state.notes() : state.reason();
  }

  private void showBar(ImportState state) {
    if (bar == null || isOfRows == state.isRecording()) {
      close();
      isOfRows = !state.isRecording();
      bar = bar(state);
      isDrawn = true;
    }
    if (isOfRows) {
      bar.maxHint(state.rows());
      bar.stepTo(state.done());
      bar.setExtraMessage(PrintableText.text(" " + notes(state)));
    } else {
      bar.stepTo(state.rows());
      bar.setExtraMessage(" rows recorded");
    }
    bar.refresh();
  }

  /** While rows are recorded nobody knows how many there are. */
  private ProgressBar bar(ImportState state) {
    return new ProgressBarBuilder()
        .setTaskName(cut(PrintableText.text(state.subject()), LONGEST_SUBJECT))
        .setInitialMax(isOfRows ? state.rows() : -1)
        .setStyle(ProgressBarStyle.ASCII)
        .setEtaFunction(ignored -> Optional.empty())
        .hideEta()
        .setUpdateIntervalMillis(1_000)
        .setConsumer(new Line())
        .build();
  }

  private static String cut(String text, int width) {
    return text.codePointCount(0, text.length()) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  private void draw(String line) {
    screen.print("\r" + line + "\u001b[K");
    screen.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    if (isDrawn) {
      isDrawn = false;
      screen.println();
      screen.flush();
    }
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
