package io.connectorroutes.testing;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.ledger.Job;
import java.time.Instant;

/**
 * A job of a file that no ledger has: the first one, open and without rows, where nothing else is
 * said.
 */
public final class SampleJob {
  private final String name;
  private long id = 1;
  private String fileName;
  private Job.State state = Job.State.OPEN;
  private int rows;
  private Instant receivedAt = Instant.EPOCH;
  private Instant completedAt;
  private String reason;

  private SampleJob(String name) {
    this.name = name;
    this.fileName = name;
  }

  /** A job of that name, and of a file of that name. */
  public static SampleJob named(String name) {
    return new SampleJob(name);
  }

  public SampleJob id(long value) {
    id = value;
    return this;
  }

  public SampleJob fileName(String value) {
    fileName = value;
    return this;
  }

  public SampleJob state(Job.State value) {
    state = value;
    return this;
  }

  public SampleJob rows(long value) {
    rows = Math.toIntExact(value);
    return this;
  }

  public SampleJob receivedAt(Instant value) {
    receivedAt = value;
    return this;
  }

  public SampleJob completedAt(Instant value) {
    completedAt = value;
    return this;
  }

  public SampleJob reason(String value) {
    reason = value;
    return this;
  }

  /** The job as it was described. */
  public Job job() {
    return new Job(
        id,
        name,
        fileName,
        "/in/" + fileName,
        FileFormat.CSV,
        "aa",
        null,
        state,
        rows,
        receivedAt,
        completedAt,
        reason);
  }
}
