package io.connectorroutes.camel.file;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.FolderProblems;
import io.connectorroutes.files.SharedFiles;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileConfiguration;

/** What the routes of files are made of, for the configured inbox and for any other folder. */
public final class FileIntake {
  /** These are those of {@code routes/intake/files.camel.yaml}: a test holds them to it. */
  static final String INCLUDE = "(?s)[^.].*\\.(json|jsonl|csv)";

  static final int MOST_PER_POLL = 1000;
  static final long POLL_MILLIS = 500;
  static final String MOVE = "${exchangeProperty.ConnectorRoutesDestination}";

  private final Configuration configuration;
  private final Receiver receiver;
  private final Ledger ledger;
  private final Clock clock;
  private final InboxFileRecords records;
  private final FileRetries retries;
  private final java.util.function.Consumer<Path> ownFolders;
  private final Runnable grew;

  /**
   * For the rows and files that the receiver and the ledger take.
   *
   * @param ownFolders told of folders that no change may read a secret from
   * @param grew run for each file that was altered after it was accepted
   */
  public FileIntake(
      Configuration configuration,
      Receiver receiver,
      Ledger ledger,
      java.util.function.Consumer<Path> ownFolders,
      Runnable grew) {
    this.configuration = configuration;
    this.receiver = receiver;
    this.ledger = ledger;
    this.clock = ledger.clock();
    this.records = ledger.inboxFiles();
    this.retries = new FileRetries(clock);
    this.ownFolders = ownFolders;
    this.grew = grew;
  }

  /** What those routes name, by role. */
  public Map<String, Object> beans() {
    Map<String, Object> beans = new HashMap<>();
    beans.put(
        "file-rows",
        new FileRows(receiver, ledger.recorder(), configuration.get(Keys.INBOX_MAX_ROWS)));
    beans.put("file-retries", retries);
    beans.put(
        "inbox",
        new InboxFiles(configuration.get(Keys.INBOX_MAX_BYTES), records, ledger.reports()));
    Path inbox = configuration.path(Keys.INBOX_DIRECTORY);
    if (inbox != null) {
      beans.put("inbox-lock", lock(inbox));
      beans.put("inbox-housekeeping", housekeeping(inbox));
    }
    return beans;
  }

  /** Makes the inbox, unless it is there: Camel would leave its mode to the umask. */
  public void makeInbox() {
    if (configuration.path(Keys.INBOX_DIRECTORY) != null) {
      make(configuration.path(Keys.INBOX_DIRECTORY), Keys.INBOX_DIRECTORY.name());
    }
  }

  /**
   * Makes an inbox, unless it is there.
   *
   * @param subject what names it, of which a person is told
   * @throws UsageException where it can be of no use: each look into it would fail
   */
  private static void make(Path inbox, String subject) {
    Optional<String> problem = FolderProblems.of(inbox, Path::toString);
    if (problem.isPresent()) {
      throw unusable(subject, problem.get(), null);
    }
    try {
      SharedFiles.createFolders(inbox);
    } catch (IOException e) {
      throw unusable(subject, inbox + " cannot be made: " + FileErrors.reason(e), e);
    }
  }

  private static UsageException unusable(String subject, String problem, IOException cause) {
    return new UsageException(subject + ": " + problem + ": " + FolderProblems.REMEDY, cause);
  }

  private InboxLock lock(Path inbox) {
    return new InboxLock(inbox, configuration.get(Keys.INBOX_QUIET), retries, clock);
  }

  private InboxHousekeeping housekeeping(Path inbox) {
    return new InboxHousekeeping(
        inbox,
        new AcceptedFiles(records, clock, grew),
        new IgnoredFiles(inbox, records, clock),
        new RefusedFiles(
            inbox,
            configuration.get(Keys.INBOX_KEEP),
            configuration.ledger().databaseFile() == null,
            records,
            clock),
        new ExpiredFiles(inbox, configuration.get(Keys.INBOX_KEEP), records, clock),
        clock);
  }

  /**
   * Takes the files of one more folder, as those of the inbox are taken. The processor gets an
   * exchange for each file that was recorded or refused, before it is moved; where that fails, the
   * file stays, and the exchange comes again after a while.
   *
   * @param directory the inbox; a relative one is under the home
   * @param tenant name of the only tenant that rows may be for; null for any
   */
  public Consumer consumer(
      CamelContext context, String directory, String tenant, Processor processor) throws Exception {
    Path inbox = configuration.home().resolve(directory).normalize();
    make(inbox, "connector-change:inbox");
    ownFolders.accept(inbox);
    ownFolders.accept(inbox.resolveSibling(InboxFiles.ACCEPTED));
    ownFolders.accept(inbox.resolveSibling(InboxFiles.REFUSED));
    FileEndpoint endpoint = new FileEndpoint("file:" + inbox, new FileComponent(context));
    GenericFileConfiguration folder = new GenericFileConfiguration();
    folder.setDirectory(inbox.toString());
    endpoint.setFile(inbox.toFile());
    endpoint.setConfiguration(folder);
    endpoint.setInclude(INCLUDE);
    endpoint.setExclusiveReadLockStrategy(lock(inbox));
    endpoint.setMaxMessagesPerPoll(MOST_PER_POLL);
    endpoint.setInitialDelay(0);
    endpoint.setDelay(POLL_MILLIS);
    endpoint.setMove(MOVE);
    endpoint.setPollStrategy(new HousekeepingPolls(housekeeping(inbox), System::nanoTime));
    return endpoint.createConsumer(new InboxProcessor(context, retries, tenant, processor));
  }
}
