package io.connectorroutes.app;

import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is drawn over itself, in a line of a terminal. */
final class ProgressScreen implements ImportProgress {
  private static final int COLUMNS = 79;
  private static final int LONGEST_SUBJECT = 24;

  private final PrintWriter screen;
  private ProgressBar bar;
  private boolean isOfRows;

  /** Draws on a screen, whose cursor stands at the beginning of a line. */
  ProgressScreen(PrintWriter screen) {
    this.screen = screen;
  }

  @Override
  public void show(ImportState state) {
    if (bar == null || isOfRows == state.isRecording()) {
      close();
      isOfRows = !state.isRecording();
      bar = bar(state);
    }
    if (isOfRows) {
      bar.maxHint(state.rows());
      bar.stepTo(state.done());
      // There is room for one of them.
      String notes = state.reason() == null ? state.notes() : state.reason();
      bar.setExtraMessage(PrintableText.text(" " + notes));
    } else {
      bar.stepTo(state.rows());
      bar.setExtraMessage(" rows recorded");
    }
    bar.refresh();
  }

  /** While rows are recorded nobody knows how many there are. */
  private ProgressBar bar(ImportState state) {
    return new ProgressBarBuilder()
        .setTaskName(cut(PrintableText.text(state.subject())))
        .setInitialMax(isOfRows ? state.rows() : -1)
        .setStyle(ProgressBarStyle.ASCII)
        .setEtaFunction(ignored -> Optional.empty())
        .hideEta()
        .setUpdateIntervalMillis(1_000)
        .setConsumer(new Line())
        .build();
  }

  private static String cut(String subject) {
    return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
        ? subject
        : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      screen.println();
      screen.flush();
    }
  }

  /** Where the library draws to. */
  private final class Line implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return COLUMNS;
    }

    @Override
    public void accept(String drawn) {
      screen.print("\r" + drawn + "\u001b[K");
      screen.flush();
    }

    /** Not called of a bar that is closed before it was drawn by the library's own thread. */
    @Override
    public void close() {}
  }
}
