package io.connectorroutes.camel.file;

import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.FolderProblems;
import io.connectorroutes.ledger.RepeatedFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the inbox and the folders beside it. What fails of one kind, since the ledger is away
 * for one, holds up no other, is tried again the next time, and is not logged each time.
 */
public class InboxHousekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(InboxHousekeeping.class);

  private static final String FOLDERS = "folders";

  private final InboxFolders folders;
  private final AcceptedFiles accepted;
  private final IgnoredFiles ignored;
  private final RefusedFiles refused;
  private final ExpiredFiles expired;
  private final RepeatedFailures failures;

  private interface Step {
    void run() throws IOException;
  }

  /**
   * Creates the bean.
   *
   * @param inbox where files are dropped
   * @param clock for the log
   */
  public InboxHousekeeping(
      Path inbox,
      AcceptedFiles accepted,
      IgnoredFiles ignored,
      RefusedFiles refused,
      ExpiredFiles expired,
      Clock clock) {
    this.folders = new InboxFolders(inbox);
    this.accepted = accepted;
    this.ignored = ignored;
    this.refused = refused;
    this.expired = expired;
    this.failures = new RepeatedFailures(LOG, clock);
  }

  /**
   * Reports files that grew, names those that nobody takes, forgets refused ones that are gone, and
   * deletes what is old; or says that the folders cannot be used, so that no file is taken.
   */
  public void housekeep() {
    Optional<String> problem = folders.problem();
    if (problem.isPresent()) {
      failures.failed(
          FOLDERS,
          "No file is taken, inbox.directory: " + problem.get() + ": " + FolderProblems.REMEDY);
      return;
    }
    failures.recovered(FOLDERS, "Files are taken again");
    run("Looking for accepted files that grew", accepted::watch);
    run("Looking for files with other endings", ignored::name);
    run("Looking for refused files that are gone", refused::forget);
    run("Deleting files that are older than inbox.keep", expired::expire);
  }

  private void run(String what, Step step) {
    try {
      step.run();
      failures.recovered(what, what + " goes on");
    } catch (IOException e) {
      failures.failed(what, what + " failed and is tried again: " + FileErrors.reason(e));
    } catch (RuntimeException e) {
      failures.failed(what, what + " failed and is tried again: " + e.getMessage());
    }
  }
}
