package io.connectorroutes.app;

import io.connectorroutes.text.PrintableText;
import java.time.Duration;

/**
 * The line of a bar. Where there is little room the time that has passed is left out, then the name
 * is shortened, and then the bar.
 */
final class ProgressLine {
  private static final int LONGEST_SUBJECT = 24;
  private static final int SHORTEST_SUBJECT = 8;
  private static final int SHORTEST_BAR = 10;

  private ProgressLine() {}

  /** In so many columns. */
  static String of(ImportState state, Duration elapsed, int columns) {
    String subject = cut(PrintableText.text(state.subject()), LONGEST_SUBJECT);
    String percent = state.isRecording() ? " [" : " %3d%% [".formatted(percent(state));
    String counts =
        state.isRecording()
            ? "] " + state.rows() + " rows recorded"
            : "] " + state.done() + "/" + state.rows();
    String passed =
        " (%d:%02d:%02d)"
            .formatted(elapsed.toHours(), elapsed.toMinutesPart(), elapsed.toSecondsPart());
    String notes = state.measures().isEmpty() ? "" : " " + state.measures();
    int room = columns - columns(percent + counts + notes) - SHORTEST_BAR;
    if (room - passed.length() >= columns(subject)) {
      counts += passed;
    }
    String name = cut(subject, Math.max(SHORTEST_SUBJECT, room));
    String around = name + percent + counts + notes;
    String bar = bar(state, columns - columns(around));
    return cut(name + percent + bar + counts + notes, columns);
  }

  private static long percent(ImportState state) {
    return state.rows() == 0 ? 100 : 100 * state.done() / state.rows();
  }

  /** While rows are recorded nobody knows how many there are. */
  private static String bar(ImportState state, int width) {
    if (width <= 0) {
      return "";
    }
    int done = state.isRecording() ? 0 : (int) (width * percent(state) / 100);
    return "=".repeat(done) + " ".repeat(width - done);
  }

  /** In at most so many columns, with a sign where some of it is left out. */
  static String cut(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    int end = text.length();
    while (end > 0 && columns(text.substring(0, end)) > columns - 1) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  private static int columns(String text) {
    return text.codePoints().map(one -> isWide(one) ? 2 : 1).sum();
  }

  /** Roughly: too little room is worse than too much. */
  private static boolean isWide(int character) {
    return character >= 0x2E80 || (character >= 0x1100 && character < 0x1200);
  }
}
