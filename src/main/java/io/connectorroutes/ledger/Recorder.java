package io.connectorroutes.ledger;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileLayout;
import java.util.List;
import java.util.Optional;

/** Takes rows and messages in. Each method is one committed transaction when it returns. */
public interface Recorder {

  /**
   * Opens the job of a file, or finds the one that an earlier run began for the same file (same
   * name, path, size, hash and identity) and that was interrupted: state RECORDING, to go on after
   * {@link Job#rows()}; or already recorded but not moved: any later state, only to be moved.
   *
   * @param resumeRecorded whether a job of the same file that is recorded already is returned (a
   *     file found in the inbox after a crash) or, where it is complete, a new job is opened (a
   *     file dropped or imported again)
   */
  Job openFile(FileSource file, boolean resumeRecorded);

  /** Notes how the text of a job's file is laid out. */
  void layout(Job job, FileLayout layout);

  /**
   * Records rows of a job that is being recorded, in the order of their numbers, which need not be
   * without gaps; rows up to the last one recorded before are skipped. Duplicates, reused ids and
   * rejected rows are told apart here, by the contract's rules.
   */
  void record(Job job, List<ReceivedRow> rows);

  /**
   * Ends the recording: from this commit on the job's changes can be claimed. A job that was ended
   * before is returned as it is.
   */
  Job finish(Job job);

  /** Drops everything recorded of a job whose file broke its format. */
  void refuse(Job job, String reason);

  /**
   * Records one message of a queue; committed when this returns. A change becomes due at once.
   *
   * @param jobName such as {@code queue:connector-changes}
   */
  void recordMessage(String jobName, ReceivedRow message);

  /**
   * The value of a secret field of an earlier change, by the contract's rules for {@code change:}
   * references: same account, operation and target (for a create: the same {@code displayName}, or
   * the same host in {@code targetUrl}).
   *
   * @param changeId the earlier change, open, settled or rejected
   * @param account of the referring change
   * @param referring the referring change, its references still unresolved
   * @param fieldPath dotted path below {@code properties}
   * @return empty where the change is gone, is of another tenant, operation or target, or has no
   *     such field
   */
  Optional<String> secretOf(
      String changeId, String account, ConnectorChange referring, String fieldPath);
}
