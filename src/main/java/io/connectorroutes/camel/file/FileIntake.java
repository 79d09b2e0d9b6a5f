package io.connectorroutes.camel.file;

import io.connectorroutes.config.InboxSection;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Ledger;
import java.time.Clock;
import java.util.Map;

/** What the routes of files are made of. */
public final class FileIntake {
  private FileIntake() {}

  /** What those routes name, by role. */
  public static Map<String, Object> beans(InboxSection inbox, Receiver receiver, Ledger ledger) {
    Clock clock = ledger.clock();
    InboxFileRecords records = ledger.inboxFiles();
    FileRetries retries = new FileRetries(clock);
    return Map.of(
        "file-rows", new FileRows(receiver, ledger.recorder(), inbox.maxRows()),
        "file-retries", retries,
        "inbox-turn", new InboxTurn(inbox.directory(), inbox.quiet(), retries, clock),
        "inbox", new InboxFiles(inbox.directory(), inbox.maxBytes(), records),
        "inbox-keeping",
            new InboxKeeping(
                new AcceptedFiles(records, clock),
                new IgnoredFiles(inbox.directory(), records, clock),
                new ExpiredFiles(inbox.directory(), inbox.keep(), records, clock),
                clock));
  }
}
