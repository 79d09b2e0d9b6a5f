package io.connectorroutes.app.command;

import io.connectorroutes.ledger.FailureLimit;
import java.nio.file.Path;
import java.util.List;

/**
 * What is imported, and how it is shown.
 *
 * @param files absolute; each was readable and of a known format a moment ago; empty where a job is
 *     resumed
 * @param resume the name of a job that is gone on with; null where there are files
 * @param json whether one JSON document is printed at the end instead of text
 * @param quiet whether nothing is shown of how far it is
 * @param maxFailures with more of them the files' jobs are paused; null for no limit of theirs, and
 *     for a job that is resumed, which has its limit in the ledger
 */
public record ImportOptions(
    List<Path> files, String resume, boolean json, boolean quiet, FailureLimit maxFailures) {

  /** Files, shown as text, without a limit. */
  public static ImportOptions of(List<Path> files) {
    return new ImportOptions(files, null, false, false, null);
  }
}
