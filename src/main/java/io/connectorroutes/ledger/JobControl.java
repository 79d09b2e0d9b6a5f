package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What a person does to a job. What is wanted of it is committed at once, and no claim sends
 * anything else from then on; its changes follow in bounded transactions, so that nobody waits for
 * a large job. Where the process ends before all have followed, the next call or any worker goes
 * on.
 */
public interface JobControl {
  /**
   * Lets nothing more of a job be sent until it is resumed. What is being sent is finished first.
   *
   * @param reason one line for a person
   * @return false where each row of that job has its outcome: then nothing was changed
   */
  boolean pause(Job job, String reason);

  /**
   * Pauses a job as soon as more of its rows than that are rejected, failed or unknown, those
   * included that are so now: in the transaction that settles one too many. Each account may have
   * one call under way then, which is finished. Holds until the job is resumed, or has another
   * limit; while that is being set, the job has none.
   *
   * @param job a file's; where it is being recorded, all its rows are there
   */
  void limitFailures(Job job, FailureLimit limit);

  /**
   * Lets a job be sent that was paused; its failures have no limit any more.
   *
   * @return false where it was not paused
   */
  boolean resume(Job job);

  /**
   * Withdraws what of a job was not sent: it is settled as {@code cancelled}. What is being sent,
   * or may have been applied, is finished first. Of a queue these are the messages recorded so far.
   * A replay that waits is withdrawn too, and its dead letter is open again. A pause ends.
   *
   * @return how many changes are withdrawn now, by workers as well
   */
  long cancel(Job job);

  /** How many deletions there are among the changes of a job that are still to be sent. */
  long deletes(Job job);

  /** How many of its changes got their outcome after that time, those aside that were withdrawn. */
  long deliveredSince(Job job, Instant time);

  /** The names of the newest jobs, at most so many. */
  List<String> names(int limit);

  /**
   * Lets some changes follow, of any job that has some; a short transaction.
   *
   * @return whether there were any
   */
  boolean step();
}
