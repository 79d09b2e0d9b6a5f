package io.connectorroutes.ledger;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the parts together over one database. */
final class JdbcLedger implements Ledger {
  private final Database database;
  private final Clock clock;
  private final Recorder recorder;
  private final Deliveries deliveries;
  private final Outbox outbox;
  private final Reports reports;
  private final DeadLetters deadLetters;
  private final Retention retention;
  private final InboxFileRecords inboxFiles;
  private final Availability availability;

  JdbcLedger(Database database, Vault vault, Clock clock, LedgerSettings settings) {
    this.database = database;
    this.clock = clock;
    Payloads payloads = new Payloads(vault);
    Accounts accounts = new Accounts(database.dialect());
    Lines lines = new Lines(accounts);
    Settlement settlement = new Settlement(lines, new DeadLetterRows());
    Admission admission = new Admission(database, clock, accounts, lines, settlement);
    UnconfiguredAccounts unconfigured = new UnconfiguredAccounts(settings.accounts());
    DeadLetterReader deadLetterReader = new DeadLetterReader(payloads);
    this.recorder =
        new JdbcRecorder(
            database,
            clock,
            new Received(payloads, accounts, database.dialect()),
            admission,
            settlement,
            new SecretSearch(database, payloads),
            new UnreadCertificates(database, payloads));
    this.deliveries =
        new JdbcDeliveries(
            database,
            clock,
            settings,
            accounts,
            admission,
            settlement,
            lines,
            new DueChanges(payloads),
            unconfigured);
    this.outbox = new JdbcOutbox(database, clock, deadLetterReader);
    this.reports = new JdbcReports(database, clock, payloads, settings.accounts());
    this.deadLetters = new JdbcDeadLetters(database, clock, accounts, admission, deadLetterReader);
    this.retention = new JdbcRetention(database, clock, settings.budget());
    this.inboxFiles = new JdbcInboxFileRecords(database, clock);
    this.availability = new Availability(database, Availability.PATIENCE);
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
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public Reports reports() {
    return reports;
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public Retention retention() {
    return retention;
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
    database.onSignal(listener);
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
