package io.connectorroutes.ledger.recording;

import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.encryption.EncryptedRow;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.IdempotencyKeys;
import io.connectorroutes.ledger.table.IdempotencyKeys.Known;
import io.connectorroutes.ledger.table.Numbering;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Inserts received rows, and tells new changes, duplicates and reused ids apart. Needs the lock of
 * {@link Numbering#CHANGES}. Rows of one group are asked for and written together: a database that
 * is a network away would else be asked some times for each.
 */
public final class ChangeInsert {
  private final Payloads payloads;
  private final Accounts accounts;
  private final Dialect dialect;

  public ChangeInsert(Payloads payloads, Accounts accounts, Dialect dialect) {
    this.payloads = payloads;
    this.accounts = accounts;
    this.dialect = dialect;
  }

  /** Inserts rows under numbers that follow each other; returns the last one. */
  long insert(Sql sql, long jobId, List<ReceivedRow> rows, Instant now) throws SQLException {
    long last = Numbering.CHANGES.take(sql, rows.size());
    List<EncryptedRow> encrypted = encrypted(jobId, last - rows.size() + 1, rows);
    IdempotencyKeys ids = new IdempotencyKeys(sql);
    ids.ask(encrypted.stream().map(EncryptedRow::id).filter(Objects::nonNull).toList());
    List<EncryptedRow> judged = new ArrayList<>();
    Map<Long, Known> duplicates = new LinkedHashMap<>();
    for (EncryptedRow given : encrypted) {
      EncryptedRow row = reusesAnId(ids, given) ? rejected(jobId, given) : given;
      judged.add(row);
      Known earlier = ids.of(row);
      if (earlier == null) {
        ids.use(row);
      } else {
        duplicates.put(row.seq(), earlier);
      }
    }
    ids.write();
    insertChanges(sql, jobId, judged, now);
    for (Map.Entry<Long, Known> duplicate : duplicates.entrySet()) {
      markDuplicate(sql, duplicate.getKey(), duplicate.getValue(), now);
    }
    return last;
  }

  /**
   * On several processors: of recording a file, encryption is most that the database has no part
   * in.
   */
  private List<EncryptedRow> encrypted(long jobId, long first, List<ReceivedRow> rows) {
    return IntStream.range(0, rows.size())
        .parallel()
        .mapToObj(i -> EncryptedRow.of(payloads, jobId, first + i, rows.get(i)))
        .toList();
  }

  private static boolean reusesAnId(IdempotencyKeys ids, EncryptedRow row) throws SQLException {
    Known earlier = ids.of(row);
    return earlier != null && !MessageDigest.isEqual(row.mac(), earlier.mac());
  }

  private EncryptedRow rejected(long jobId, EncryptedRow row) {
    String id = row.row().changeId();
    ReceivedRow.Problem reused =
        new ReceivedRow.Problem(
            null,
            "changeIdReused",
            "changeId reused: "
                + id
                + " is known with other content, and that one stands; send this under a new"
                + " changeId");
    return EncryptedRow.of(payloads, jobId, row.seq(), row.row().rejected(reused));
  }

  private void insertChanges(Sql sql, long jobId, List<EncryptedRow> changes, Instant now)
      throws SQLException {
    record Account(String key, String alias) {}
    Map<Account, Long> known = new HashMap<>();
    List<Object[]> arguments = new ArrayList<>();
    for (EncryptedRow change : changes) {
      Account account = new Account(change.row().account(), change.row().tenant());
      if (account.key != null && !known.containsKey(account)) {
        known.put(account, accounts.ensure(sql, account.key, account.alias));
      }
      arguments.add(change.arguments(jobId, known.get(account), now));
    }
    sql.updateEach(EncryptedRow.INSERT, arguments);
  }

  private void markDuplicate(Sql sql, long seq, Known first, Instant now) throws SQLException {
    if (first.outcome() != null) {
      duplicateOfGone(sql, seq, first.outcome(), now);
      return;
    }
    // Locked: it may be getting its outcome at this moment. A rejected message has no outcome in
    // IdempotencyKeys, and it stays, since its dead letter stays open.
    String outcome =
        sql.list(
                "SELECT outcome FROM change WHERE seq = ?" + dialect.forUpdate(),
                row -> row.text("outcome"),
                first.firstSeq())
            .get(0);
    duplicate(sql, seq, first.firstSeq(), outcome, now);
  }

  private static void duplicate(Sql sql, long seq, long of, String outcome, Instant now)
      throws SQLException {
    sql.update(
        """
        UPDATE change SET state = 'duplicate', duplicate_of = ?, gives_kind = NULL,
          gives_name = NULL, outcome = ?, settled_at = ?
        WHERE seq = ?
        """,
        of,
        outcome,
        outcome == null ? null : now,
        seq);
  }

  /** It carries the outcome itself, for its job's result files; that one was told long ago. */
  private static void duplicateOfGone(Sql sql, long seq, String outcome, Instant now)
      throws SQLException {
    duplicate(sql, seq, seq, outcome, now);
    sql.update(
        """
        INSERT INTO outcome (outcome_id, seq, replay, settled_at, outcome, attempts,
          graph_requests, published)
        VALUES (?, ?, 0, ?, ?, 0, 0, 1)
        """,
        UUID.randomUUID().toString(),
        seq,
        now,
        outcome);
  }
}
