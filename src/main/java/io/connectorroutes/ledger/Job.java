package io.connectorroutes.ledger;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.text.ShellArgument;
import java.time.Instant;

/**
 * A job as the ledger has it.
 *
 * @param id its number in the ledger
 * @param name unique: the file's name, {@code NAME~2} for the second of a name, {@code queue:NAME}
 * @param fileName name of the file without folders; null for queues
 * @param source path of the file, or the name for queues
 * @param format null for queues
 * @param sha256 of the file; null for queues
 * @param layout how the file's text is laid out; without columns until it was read; null for queues
 * @param state never null
 * @param rows rows recorded so far, each one up to that number is among them; 0 for queues, whose
 *     messages are not counted when they are recorded
 * @param receivedAt when the job was opened
 * @param completedAt when its last row was settled; null until then
 * @param reason why it is paused or refused, or what happens to it, for a person; mostly null
 */
public record Job(
    long id,
    String name,
    String fileName,
    String source,
    FileFormat format,
    String sha256,
    FileLayout layout,
    State state,
    int rows,
    Instant receivedAt,
    Instant completedAt,
    String reason) {

  /** Whether its file was recorded as a whole; of a queue it is true. */
  public boolean isRecorded() {
    return state != State.RECORDING && state != State.REFUSED;
  }

  /** The same job with another layout. */
  public Job withLayout(FileLayout other) {
    return with(other, state, rows, reason);
  }

  /** The same job with all its rows settled: a pause has ended then. */
  public Job settled() {
    return with(layout, State.SETTLED, rows, null);
  }

  /** The same job with another number of rows. */
  public Job withRows(int other) {
    return with(layout, state, other, reason);
  }

  private Job with(FileLayout itsLayout, State itsState, int itsRows, String itsReason) {
    return new Job(
        id,
        name,
        fileName,
        source,
        format,
        sha256,
        itsLayout,
        itsState,
        itsRows,
        receivedAt,
        completedAt,
        itsReason);
  }

  /** What a person may do about it where it is paused; one clause. */
  public String pauseRemedy() {
    String shown = ShellArgument.parameter(name);
    return "job resume " + shown + " lets it go on, job cancel " + shown + " withdraws it";
  }

  /** Where a job stands. */
  public enum State {
    /** Rows are being recorded; none of them is sent. */
    RECORDING,
    /** Recorded as a whole; its changes are or become due. Queues are always in this state. */
    OPEN,
    /** As {@link #OPEN}, but nothing of it is sent until somebody resumes it. */
    PAUSED,
    /** Each of its rows has an outcome; its result files are still to be written. */
    SETTLED,
    /** Its result files are written. */
    COMPLETE,
    /** The file broke its format; no row was kept. */
    REFUSED
  }
}
