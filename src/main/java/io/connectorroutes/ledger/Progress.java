package io.connectorroutes.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How far the work is, and how long it takes. Read only; short reads. */
public interface Progress {
  /** Whether Graph can be reached. */
  GraphReach graph();

  /** The jobs with changes that wait or are being sent, by number. */
  Map<Long, JobProgress> jobs();

  /** Dead letters that are neither replayed nor discarded. */
  long openDeadLetters();

  /**
   * Whether Graph can be reached, as the last requests of any tenant have shown.
   *
   * @param state never null
   * @param since when that began; null where it is unknown
   * @param nextAt when it is tried again, later than now; null where that is at once
   */
  record GraphReach(GraphState state, Instant since, Instant nextAt) {}

  /** Whether Graph can be reached. */
  enum GraphState {
    /** The last request got through. */
    REACHED,
    /** No connection came about. */
    AWAY,
    /** No request was made yet. */
    UNKNOWN
  }

  /**
   * What is left of a job.
   *
   * @param reason why it stands; null where it goes on
   * @param left until its last row has an outcome, about; null where nobody can say: it waits for a
   *     person, or nobody works on this ledger
   * @param waiting how many changes wait or are being sent, replays included, by account: of a job
   *     that is complete, its replays
   */
  record JobProgress(WaitReason reason, Duration left, Map<String, Long> waiting) {
    /** Of a job of which nothing waits. */
    public JobProgress(WaitReason reason, Duration left) {
      this(reason, left, Map.of());
    }
  }
}
