package io.connectorroutes.ledger.recording;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.Accounts;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes that an earlier version recorded without reading their certificates. They are read in
 * small groups, outside of transactions; what is done is done, should the process end meanwhile.
 */
public final class UnreadCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadCertificates.class);
  private static final int GROUP = 20;

  /** The account is null where it has none yet, or is gone. */
  private record Found(long seq, Long accountId, ClientCertificate certificate) {}

  private final Database database;
  private final Payloads payloads;
  private final Accounts accounts;
  private final InternalErrors errors = new InternalErrors(LOG);

  public UnreadCertificates(Database database, Payloads payloads, Accounts accounts) {
    this.database = database;
    this.payloads = payloads;
    this.accounts = accounts;
  }

  /** Reads those that are left. */
  void read(Function<ConnectorChange, Optional<ClientCertificate>> reader) {
    long left = database.read(UnreadCertificates::count);
    if (left > 0) {
      LOG.info("reads the certificates of {} changes that an earlier version recorded", left);
    }
    List<Found> group = next(reader);
    while (!group.isEmpty()) {
      keep(group);
      group = next(reader);
    }
  }

  private static long count(Sql sql) throws SQLException {
    return sql.list("SELECT COUNT(*) AS n FROM unread_certificate", row -> row.number("n")).get(0);
  }

  private List<Found> next(Function<ConnectorChange, Optional<ClientCertificate>> reader) {
    return database.read(
        sql ->
            sql.list(
                """
                SELECT u.seq, c.change_id, c.account_id, c.payload
                FROM unread_certificate u LEFT JOIN change c ON c.seq = u.seq
                ORDER BY u.seq LIMIT ?
                """,
                row ->
                    new Found(
                        row.number("seq"),
                        row.numberOrNull("account_id"),
                        certificate(row, reader)),
                GROUP));
  }

  private ClientCertificate certificate(
      Row row, Function<ConnectorChange, Optional<ClientCertificate>> reader) throws SQLException {
    try {
      ConnectorChange change = payloads.change(row);
      return change == null ? null : reader.apply(change).orElse(null);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      // Delivery will say what is wrong with that change; the others are not to wait for it.
      errors.log("the certificate of change " + row.text("change_id"), e);
      return null;
    }
  }

  private void keep(List<Found> group) {
    database.write(
        sql -> {
          accounts.lock(
              sql,
              group.stream().map(Found::accountId).filter(Objects::nonNull).distinct().toList());
          for (Found found : group) {
            if (found.certificate != null) {
              sql.update(
                  "UPDATE change SET certificate_thumbprint = ?, certificate_end = ? WHERE seq = ?",
                  found.certificate.thumbprint(),
                  found.certificate.end(),
                  found.seq);
            }
            sql.update("DELETE FROM unread_certificate WHERE seq = ?", found.seq);
          }
          return null;
        });
  }
}
