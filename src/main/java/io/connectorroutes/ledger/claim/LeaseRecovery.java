package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Closed;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back the leases of workers that are gone, and makes what they were sending due again. */
final class LeaseRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRecovery.class);

  private record Sending(ChangeRow change, String method, String objectId, Instant sentAt) {}

  private record Lease(long accountId, String tenant, String token) {}

  /** Whether a lease has expired by the time that is given. */
  static final String IS_ANY_EXPIRED =
      "EXISTS (SELECT 1 FROM account WHERE lease_token IS NOT NULL AND lease_until <= ?)";

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final LedgerDirectory directory;
  private final InternalErrors errors = new InternalErrors(LOG);

  LeaseRecovery(Database database, Clock clock, Accounts accounts, LedgerDirectory directory) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.directory = directory;
  }

  /** Recovers expired leases, and with {@code allRuns} all of workers that are called run…. */
  int recoverLeases(boolean allRuns) {
    if (allRuns) {
      database.write(
          sql ->
              sql.update("UPDATE publisher SET lease_until = 0 WHERE worker LIKE 'run%'")
                  + sql.update("DELETE FROM worker WHERE name LIKE 'run%'"));
    }
    int leases = 0;
    int changes = 0;
    for (Lease lease : database.read(sql -> stale(sql, allRuns))) {
      OptionalInt recovered = recoverSafely(lease);
      leases += recovered.isPresent() ? 1 : 0;
      changes += recovered.orElse(0);
    }
    if (leases > 0) {
      LOG.warn(
          "recovered {} leases of workers that are gone; {} changes that were being sent are due"
              + " again",
          leases,
          changes);
    }
    return changes;
  }

  /** One that cannot be recovered does not keep the others. */
  private OptionalInt recoverSafely(Lease lease) {
    try {
      return database.write(sql -> recoverLeases(sql, lease));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("recovering the lease of tenant " + lease.tenant, e);
      return OptionalInt.empty();
    }
  }

  private List<Lease> stale(Sql sql, boolean allRuns) throws SQLException {
    return sql.list(
        "SELECT id, alias, lease_token FROM account WHERE lease_token IS NOT NULL AND (lease_until"
            + " <= ?"
            + (allRuns ? " OR lease_worker LIKE 'run%')" : ")"),
        row ->
            new Lease(
                row.number("id"), GraphTenant.nameOf(row.text("alias")), row.text("lease_token")),
        clock.instant());
  }

  /** How many changes were being sent; empty where another thread or worker was faster. */
  private OptionalInt recoverLeases(Sql sql, Lease lease) throws SQLException {
    accounts.lock(sql, lease.accountId);
    Instant now = clock.instant();
    // By token: between the look and the lock the worker may have settled and claimed again.
    if (!sql.exists(
        "SELECT 1 FROM account WHERE id = ? AND lease_token = ?", lease.accountId, lease.token)) {
      return OptionalInt.empty();
    }
    List<Sending> sending = sending(sql, lease.accountId);
    for (Sending one : sending) {
      dueAgain(sql, one, now);
      directory.inDoubt(
          sql,
          lease.accountId,
          one.change.knownOperation(),
          Optional.ofNullable(one.change.givenName()),
          one.objectId,
          one.change.seq(),
          one.sentAt);
    }
    Attempts.giveUp(sql, lease.accountId, "workerGone", true, now);
    accounts.unlease(sql, lease.accountId, Closed.NONE);
    sql.onCommit(Signal.any());
    return OptionalInt.of(sending.size());
  }

  private static List<Sending> sending(Sql sql, long accountId) throws SQLException {
    return sql.list(
        """
        SELECT c.*, a.method AS open_method, a.object_id AS open_object_id, a.sent_at AS open_sent_at
        FROM change c JOIN attempt a
          ON a.seq = c.seq AND a.account_id = c.account_id
            AND a.kind = 'CHANGE' AND a.closed_at IS NULL
        WHERE c.account_id = ? AND c.state = 'sending'
        """,
        row ->
            new Sending(
                ChangeRow.of(row),
                row.text("open_method"),
                row.text("open_object_id"),
                row.time("open_sent_at")),
        accountId);
  }

  private static void dueAgain(Sql sql, Sending sending, Instant now) throws SQLException {
    ChangeRow change = sending.change;
    boolean look = !change.knownOperation().isIdempotent(sending.method);
    sql.update(
        """
        UPDATE change SET state = CASE WHEN place IS NULL THEN 'recorded' ELSE 'waiting' END,
          due_at = ?, phase = ?, sent_at = ?, lost_at = ?,
          lookups = ?, resource_id = ?, reason = 'its worker was gone before the answer came'
        WHERE seq = ?
        """,
        now,
        (look ? Phase.LOOK : change.phase()).name(),
        look ? sending.sentAt : change.sentAt(),
        look ? now : change.lostAt(),
        look ? 0 : change.lookups(),
        // Sent again to the same object, whoever has its name by then: it may have been renamed.
        change.objectName() != null && sending.objectId != null
            ? sending.objectId
            : change.resourceId(),
        change.seq());
  }
}
