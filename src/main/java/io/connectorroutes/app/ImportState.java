package io.connectorroutes.app;

import io.connectorroutes.text.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an import is.
 *
 * @param subject the job, or how many there are
 * @param isRecording whether rows are still being recorded: how many there are is not known then
 * @param rows recorded
 * @param done rows with an outcome
 * @param bad those of them that were rejected, failed or are unknown
 * @param perMinute rows that get an outcome a minute; 0 where that is not known
 * @param left until all have one, about; null where that is not known
 * @param reason why nothing is sent now, and until when; null where something is
 */
record ImportState(
    String subject,
    boolean isRecording,
    long rows,
    long done,
    long bad,
    long perMinute,
    Duration left,
    String reason) {

  /** The same counts, while nothing goes on. */
  ImportState waiting(String why) {
    return new ImportState(subject, isRecording, rows, done, bad, 0, null, why);
  }

  /** Such as {@code 200/min, about 6 min left, 112 bad; budget used up, next at 21:13:36}. */
  String notes() {
    String text = measures();
    return reason == null ? text : text + (text.isEmpty() ? "" : "; ") + reason;
  }

  /** The same without the reason. */
  String measures() {
    List<String> notes = new ArrayList<>();
    if (perMinute > 0) {
      notes.add(perMinute + "/min");
    }
    if (left != null) {
      notes.add(TimeSpan.about(left) + " left");
    }
    if (bad > 0) {
      notes.add(bad + " bad");
    }
    return String.join(", ", notes);
  }
}
