package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Keeps what became of the files of an inbox: those that were accepted, which are watched, and
 * those that a person should know of ({@link Reports#files}). All workers share it.
 */
public interface InboxFileRecords {

  /**
   * An accepted file that is watched.
   *
   * @param path where it stands, absolute
   * @param bytes its size as recorded
   * @param identity as in {@link FileSource#identity()}
   * @param complete whether its job is
   * @param acceptedAt when it was accepted
   */
  record Accepted(
      long id,
      Job job,
      String path,
      long bytes,
      String identity,
      boolean complete,
      Instant acceptedAt) {}

  /** Notes that a recorded file moves to that path, to be watched there. */
  void accepted(Job job, FileSource file, String path);

  /** The files that are watched, by id: those above the given one, at most 500. */
  List<Accepted> watched(long after);

  /** The number of the last row that was recorded of a job; 0 where there is none. */
  int lastRow(Job job);

  /**
   * Notes that an accepted file was altered; it is watched no longer.
   *
   * @return false where another worker has noted it
   */
  boolean grew(Accepted file, String reason);

  /** Ends the watch of a file. */
  void unwatch(Accepted file);

  /** Where accepted files stand that are not to be deleted: their job is open, or they grew. */
  Set<String> needed();

  /** Notes a refused file. */
  void refused(String name, String path, String reason);

  /**
   * Notes a file that is not taken.
   *
   * @return false where it is known
   */
  boolean ignored(String name, String path, String reason);

  /** Forgets a file that was not taken, or refused, and is gone. */
  void forget(String path);

  /** The paths to which files were moved that were refused before a time. */
  Set<String> refusedPaths(Instant before);

  /** The paths of the files that are not taken. */
  Set<String> ignoredPaths();
}
