package io.connectorroutes.camel.file;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Ledger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** What the routes of files are made of. */
public final class FileIntake {
  private FileIntake() {}

  /** What those routes name, by role. */
  public static Map<String, Object> beans(
      Configuration configuration, Receiver receiver, Ledger ledger) {
    Path inbox = configuration.path(Keys.INBOX_DIRECTORY);
    Clock clock = ledger.clock();
    InboxFileRecords records = ledger.inboxFiles();
    FileRetries retries = new FileRetries(clock);
    return Map.of(
        "file-rows",
            new FileRows(receiver, ledger.recorder(), configuration.get(Keys.INBOX_MAX_ROWS)),
        "file-retries", retries,
        "inbox-lock", new InboxLock(inbox, configuration.get(Keys.INBOX_QUIET), retries, clock),
        "inbox", new InboxFiles(inbox, configuration.get(Keys.INBOX_MAX_BYTES), records),
        "inbox-housekeeping",
            new InboxHousekeeping(
                new AcceptedFiles(records, clock),
                new IgnoredFiles(inbox, records, clock),
                new ExpiredFiles(inbox, configuration.get(Keys.INBOX_KEEP), records, clock),
                clock));
  }
}
