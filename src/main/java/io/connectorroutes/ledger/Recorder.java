package io.connectorroutes.ledger;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes rows and messages in. Each method is one committed transaction when it returns. */
public interface Recorder {

  /**
   * Opens the job of a file, or finds the one that an earlier run began for the same file (same
   * name, path, size, hash and identity) and that was interrupted: state RECORDING, to go on after
   * {@link Job#rows()}; or already recorded but not moved: any later state, only to be moved.
   *
   * @param resumeRecorded whether a job of the same file that is recorded already is returned (a
   *     file found in the inbox after a crash) or, where it is complete, or cancelled without
   *     anything left, a new job is opened (a file dropped or imported again)
   */
  Job openFile(FileSource file, boolean resumeRecorded);

  /** Notes how the text of a job's file is laid out. */
  void layout(Job job, FileLayout layout);

  /**
   * Records rows of a job that is being recorded, in the order of their numbers, which need not be
   * without gaps; rows up to the last one recorded before are skipped, also where another process
   * that records the same file has ended that. Duplicates, reused ids and rejected rows are told
   * apart here, by the contract's rules.
   *
   * @throws JobDroppedException where another process has dropped what was recorded
   */
  void record(Job job, List<ReceivedRow> rows);

  /**
   * Ends the recording: from this commit on the job's changes can be claimed. A job that was ended
   * before is returned as it is.
   *
   * @throws JobDroppedException where another process has dropped what was recorded
   */
  Job finish(Job job);

  /**
   * Drops everything recorded of a job whose file broke its format, unless another process has
   * ended its recording.
   */
  void refuse(Job job, String reason);

  /**
   * Records one message of a queue; committed when this returns. A change becomes due at once.
   *
   * @param jobName such as {@code queue:connector-changes}
   */
  void recordMessage(String jobName, ReceivedRow message);

  /**
   * Records one change that its sender waits with; committed when this returns. Unlike a message of
   * a queue it is not recorded where it has a problem, and its sender learns that at once: it was
   * rejected, or its {@code changeId} is known with other content.
   *
   * @param jobName of no file, such as {@code submit}
   * @return what it is in the ledger, or why it is not recorded
   */
  Submitted submit(String jobName, ReceivedRow row);

  /**
   * What an earlier change holds in a field, by the rules for {@code change:} references. The two
   * changes must be of one account and one operation. Beside that
   *
   * <ul>
   *   <li>the target must be the same, except for a create or an upsert;
   *   <li>host and port of {@code targetUrl} must be the same for a create, an upsert, and a change
   *       that gives a {@code targetUrl} (a default port counts as not written), except for the
   *       {@code targetUrl} itself.
   * </ul>
   *
   * <p>Where several changes of that id hold different values none is given, except to a row that
   * mends one ({@code ID:2} of {@code ID}): it gets that of the last one that was rejected or
   * failed.
   *
   * @param changeId the earlier change, open, settled or rejected
   * @param account of the referring change
   * @param referring the referring change; a reference in its {@code targetUrl} is resolved, others
   *     need not be
   * @param fieldPath dotted path below {@code properties}
   */
  EarlierSecret secretOf(
      String changeId, String account, ConnectorChange referring, String fieldPath);

  /**
   * What is known of the ids of rows that are not recorded now; writes nothing.
   *
   * @param rows as they would be recorded
   * @return by the index of the row; without those whose ids are new, and those that have no
   *     content, rejected ones for one
   */
  Map<Integer, KnownChange> known(List<ReceivedRow> rows);

  /**
   * Reads the certificates of changes that an earlier version of this program recorded and that are
   * not settled, or may be replayed. To be called before anything is delivered; it goes on where an
   * earlier call was interrupted.
   *
   * @param reader the client certificate of a change; empty where it has none, or one that cannot
   *     be opened
   */
  void readCertificates(Function<ConnectorChange, Optional<ClientCertificate>> reader);
}
