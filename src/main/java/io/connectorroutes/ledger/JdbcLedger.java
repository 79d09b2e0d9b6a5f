package io.connectorroutes.ledger;

import io.connectorroutes.database.Availability;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseClock;
import io.connectorroutes.ledger.claim.DueChanges;
import io.connectorroutes.ledger.claim.FailureLimits;
import io.connectorroutes.ledger.claim.JdbcDeliveries;
import io.connectorroutes.ledger.claim.JdbcJobControl;
import io.connectorroutes.ledger.claim.JdbcReadBudget;
import io.connectorroutes.ledger.claim.JdbcTenantPauses;
import io.connectorroutes.ledger.claim.JdbcWorkers;
import io.connectorroutes.ledger.claim.Settlement;
import io.connectorroutes.ledger.claim.UnconfiguredAccounts;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.outbox.DeadLetterReader;
import io.connectorroutes.ledger.outbox.JdbcDeadLetters;
import io.connectorroutes.ledger.outbox.JdbcGauges;
import io.connectorroutes.ledger.outbox.JdbcOutbox;
import io.connectorroutes.ledger.outbox.JdbcProgress;
import io.connectorroutes.ledger.outbox.JdbcReports;
import io.connectorroutes.ledger.outbox.JdbcRetention;
import io.connectorroutes.ledger.outbox.JdbcSubscriptions;
import io.connectorroutes.ledger.outbox.Replays;
import io.connectorroutes.ledger.recording.ChangeInsert;
import io.connectorroutes.ledger.recording.JdbcInboxFileRecords;
import io.connectorroutes.ledger.recording.JdbcRecorder;
import io.connectorroutes.ledger.recording.KnownIds;
import io.connectorroutes.ledger.recording.SecretSearch;
import io.connectorroutes.ledger.recording.UnreadCertificates;
import io.connectorroutes.ledger.rekey.JdbcRekey;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.DeadLetterRows;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the parts together over one database. */
final class JdbcLedger implements Ledger {
  private final Database database;
  private final Clock clock;
  private final Recorder recorder;
  private final Deliveries deliveries;
  private final JobControl jobControl;
  private final ReadBudget readBudget;
  private final Outbox outbox;
  private final Subscriptions subscriptions;
  private final Reports reports;
  private final Gauges gauges;
  private final Workers workers;
  private final Progress progress;
  private final DeadLetters deadLetters;
  private final TenantPauses pauses;
  private final Retention retention;
  private final Rekey rekey;
  private final InboxFileRecords inboxFiles;
  private final Availability availability;

  JdbcLedger(Database database, PayloadCipher cipher, Clock clock, LedgerSettings settings) {
    this.database = database;
    this.clock = clock;
    Payloads payloads = new Payloads(cipher);
    Accounts accounts = new Accounts(database.dialect());
    Order order = new Order(database.dialect());
    LedgerDirectory directory =
        new LedgerDirectory(cipher, database.dialect(), settings.lostAnswerWait());
    Settlement settlement =
        new Settlement(
            order, directory, new DeadLetterRows(), new FailureLimits(database.dialect()));
    Enqueuer enqueuer = new Enqueuer(database, clock, accounts, order, settlement);
    UnconfiguredAccounts unconfigured = new UnconfiguredAccounts(settings.accounts());
    DeadLetterReader deadLetterReader = new DeadLetterReader(payloads);
    this.recorder =
        new JdbcRecorder(
            database,
            clock,
            new ChangeInsert(payloads, accounts),
            enqueuer,
            settlement,
            new SecretSearch(database, payloads),
            new KnownIds(database, payloads),
            new UnreadCertificates(database, payloads, accounts));
    JdbcJobControl control = new JdbcJobControl(database, clock, accounts, settlement);
    this.jobControl = control;
    this.deliveries =
        new JdbcDeliveries(
            database,
            clock,
            settings,
            accounts,
            enqueuer,
            settlement,
            order,
            directory,
            new DueChanges(payloads, settings.budget()),
            unconfigured,
            control);
    this.readBudget = new JdbcReadBudget(database, clock, accounts, settings.budget());
    this.outbox = new JdbcOutbox(database, clock, deadLetterReader);
    this.subscriptions = new JdbcSubscriptions(database, clock, deadLetterReader);
    this.reports = new JdbcReports(database, clock, payloads, settings.accounts());
    this.gauges = new JdbcGauges(database, clock, settings.budget());
    this.workers = new JdbcWorkers(database, clock, cipher);
    this.progress =
        new JdbcProgress(database, clock, workers, settings.budget(), settings.accounts());
    this.deadLetters =
        new JdbcDeadLetters(
            database, clock, new Replays(clock, accounts, enqueuer), deadLetterReader);
    this.pauses = new JdbcTenantPauses(database, clock, accounts);
    this.retention = new JdbcRetention(database, clock, settings.budget());
    this.rekey = new JdbcRekey(database, cipher, accounts);
    this.inboxFiles = new JdbcInboxFileRecords(database, clock);
    this.availability = new Availability(database, cipher::current, Availability.TIMEOUT);
  }

  @Override
  public Recorder recorder() {
    return recorder;
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }

  @Override
  public JobControl jobControl() {
    return jobControl;
  }

  @Override
  public ReadBudget readBudget() {
    return readBudget;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  @Override
  public Reports reports() {
    return reports;
  }

  @Override
  public Gauges gauges() {
    return gauges;
  }

  @Override
  public Progress progress() {
    return progress;
  }

  @Override
  public Workers workers() {
    return workers;
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public TenantPauses pauses() {
    return pauses;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public Rekey rekey() {
    return rekey;
  }

  @Override
  public InboxFileRecords inboxFiles() {
    return inboxFiles;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void onSignal(Consumer<Signal> listener) {
    database.onCommit(Signal.class, listener);
  }

  @Override
  public void onTransaction(Consumer<Duration> listener) {
    database.onTransaction(listener);
  }

  @Override
  public void endSoon(boolean isAnythingInFlight) {
    database.endSoon(isAnythingInFlight);
  }

  @Override
  public Optional<String> problem() {
    return availability.problem();
  }

  @Override
  public void close() {
    availability.close();
    if (clock instanceof DatabaseClock own) {
      own.close();
    }
    database.close();
  }
}
