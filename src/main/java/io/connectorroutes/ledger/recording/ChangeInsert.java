package io.connectorroutes.ledger.recording;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Submitted;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.recording.IdempotencyKeys.Known;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Numbering;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Inserts received rows, and tells new changes, duplicates and reused ids apart. Needs the lock of
 * {@link Numbering#CHANGES}. Rows of one group are asked for and written together: a database that
 * is a network away would else be asked some times for each.
 */
public final class ChangeInsert {
  private final Payloads payloads;
  private final Accounts accounts;

  public ChangeInsert(Payloads payloads, Accounts accounts) {
    this.payloads = payloads;
    this.accounts = accounts;
  }

  /**
   * Messages as they were written.
   *
   * @param changes those that are no duplicates, in order, rejected ones included
   * @param duplicates who used the id before, by number; still to be marked
   * @param refused what was submitted and is not written, by number
   */
  record Messages(
      List<ChangeRow> changes,
      Map<Long, Known> duplicates,
      Map<Long, ReceivedRow.Problem> refused) {

    /** What is said of one of them to who submitted it. */
    Submitted submitted(long seq) {
      return new Submitted(seq, duplicates.containsKey(seq), refused.get(seq));
    }
  }

  /**
   * A message with its number.
   *
   * @param isSubmitted whether it is not written where it has a problem
   */
  record Brought(long seq, ReceivedRow row, boolean isSubmitted) {}

  /** Rows, and the duplicates among them. */
  private record Deduplicated(List<EncryptedRow> rows, Map<Long, Known> duplicates) {}

  /** What encrypts rows of one job, under one data key. */
  private record Encryption(Payloads payloads, EncryptionKey key, long jobId) {
    EncryptedRow of(long seq, ReceivedRow row) {
      return EncryptedRow.of(payloads, key, jobId, seq, row);
    }
  }

  private Encryption encryption(Sql sql, long jobId, Numbering.Taken numbers) throws SQLException {
    return new Encryption(payloads, payloads.key(sql, numbers.dataKey()), jobId);
  }

  /** Writes rows of a file under these numbers, which are as many. */
  void rows(Sql sql, long jobId, Numbering.Taken numbers, List<ReceivedRow> rows, Instant now)
      throws SQLException {
    long first = numbers.last() - rows.size() + 1;
    List<Brought> numbered =
        IntStream.range(0, rows.size())
            .mapToObj(i -> new Brought(first + i, rows.get(i), false))
            .toList();
    Deduplicated all = deduplicated(sql, numbered, encryption(sql, jobId, numbers));
    sql.updateEach(EncryptedRow.INSERT, arguments(sql, jobId, all.rows, now));
    markDuplicates(sql, all.duplicates, now);
  }

  /**
   * Writes messages. Duplicates are to be marked once the accounts of the others are locked: to
   * mark them locks changes.
   *
   * @param numbers the messages' own are among them
   */
  Messages messages(
      Sql sql, long jobId, Numbering.Taken numbers, List<Brought> messages, Instant now)
      throws SQLException {
    Deduplicated all = deduplicated(sql, messages, encryption(sql, jobId, numbers));
    Map<Long, ReceivedRow.Problem> refused = refused(all, messages);
    List<EncryptedRow> kept =
        all.rows.stream().filter(row -> !refused.containsKey(row.seq())).toList();
    List<ChangeRow> written =
        sql.listAll(EncryptedRow.INSERT_RETURNING, ChangeRow::of, arguments(sql, jobId, kept, now));
    return new Messages(
        written.stream()
            .filter(change -> !all.duplicates.containsKey(change.seq()))
            .sorted(Comparator.comparing(ChangeRow::seq))
            .toList(),
        all.duplicates,
        refused);
  }

  private static Map<Long, ReceivedRow.Problem> refused(Deduplicated all, List<Brought> messages) {
    Set<Long> submitted =
        messages.stream()
            .filter(Brought::isSubmitted)
            .map(Brought::seq)
            .collect(Collectors.toSet());
    return all.rows.stream()
        .filter(row -> submitted.contains(row.seq()) && row.row().problem() != null)
        .collect(Collectors.toMap(EncryptedRow::seq, row -> row.row().problem()));
  }

  private static Deduplicated deduplicated(Sql sql, List<Brought> received, Encryption encryption)
      throws SQLException {
    List<EncryptedRow> given = withKnown(sql, encrypted(received, encryption), encryption);
    Map<Long, Known> duplicates = new LinkedHashMap<>(IdempotencyKeys.use(sql, given));
    List<EncryptedRow> rows = new ArrayList<>();
    List<EncryptedRow> rejected = new ArrayList<>();
    for (EncryptedRow row : given) {
      if (isReused(row, duplicates.get(row.seq()), encryption.payloads)) {
        duplicates.remove(row.seq());
        rejected.add(rejected(row, encryption));
        rows.add(rejected.get(rejected.size() - 1));
      } else {
        rows.add(row);
      }
    }
    duplicates.putAll(IdempotencyKeys.use(sql, rejected));
    return new Deduplicated(rows, duplicates);
  }

  /** What was recorded before is a duplicate, and needs no secret any more. */
  private static List<EncryptedRow> withKnown(
      Sql sql, List<EncryptedRow> rows, Encryption encryption) throws SQLException {
    Map<String, Known> known =
        IdempotencyKeys.find(
            sql, rows.stream().filter(ChangeInsert::lacksSecret).map(row -> row.row().changeId()));
    return known.isEmpty()
        ? rows
        : rows.stream()
            .map(row -> known(row, known.get(row.row().changeId()), encryption))
            .toList();
  }

  private static EncryptedRow known(EncryptedRow row, Known earlier, Encryption encryption) {
    if (earlier == null || !lacksSecret(row)) {
      return row;
    }
    EncryptedRow valid = encryption.of(row.seq(), row.row().withoutProblem());
    return MessageDigest.isEqual(valid.mac(), earlier.mac()) ? valid : row;
  }

  private static boolean lacksSecret(EncryptedRow row) {
    return row.row().problem() != null && row.row().compared() != null;
  }

  /**
   * On several processors: of recording a file, encryption is most that the database has no part
   * in.
   */
  private static List<EncryptedRow> encrypted(List<Brought> rows, Encryption encryption) {
    return rows.parallelStream().map(row -> encryption.of(row.seq(), row.row())).toList();
  }

  private static boolean isReused(EncryptedRow row, Known earlier, Payloads payloads) {
    return earlier != null
        && !MessageDigest.isEqual(row.mac(), earlier.mac())
        && !payloads.isOfEarlierVersion(row.row().resolved(), earlier.mac());
  }

  private static EncryptedRow rejected(EncryptedRow row, Encryption encryption) {
    ReceivedRow.Problem reused = ReceivedRow.Problem.changeIdReused(row.row().changeId());
    return encryption.of(row.seq(), row.row().rejected(reused));
  }

  private List<Object[]> arguments(Sql sql, long jobId, List<EncryptedRow> rows, Instant now)
      throws SQLException {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (EncryptedRow row : rows) {
      if (row.row().account() != null) {
        aliases.put(row.row().account(), row.row().tenant());
      }
    }
    Map<String, Long> ids = accounts.ensure(sql, aliases);
    return rows.stream()
        .map(row -> row.arguments(jobId, ids.get(row.row().account()), now))
        .toList();
  }

  /**
   * Duplicates get the outcome of who used their id before, now or when that is settled. Those may
   * be getting their outcomes at this moment: their accounts are locked, as always before any
   * change.
   */
  void markDuplicates(Sql sql, Map<Long, Known> duplicates, Instant now) throws SQLException {
    accounts.lockOf(sql, duplicates.values().stream().map(Known::firstSeq).toList());
    for (Map.Entry<Long, Known> duplicate : duplicates.entrySet()) {
      markDuplicate(sql, duplicate.getKey(), duplicate.getValue(), now);
    }
  }

  private static void markDuplicate(Sql sql, long seq, Known first, Instant now)
      throws SQLException {
    if (first.outcome() != null) {
      duplicateOfGone(sql, seq, first.outcome(), now);
      return;
    }
    List<String> outcomes =
        sql.list(
            "SELECT outcome FROM change WHERE seq = ?",
            row -> row.text("outcome"),
            first.firstSeq());
    if (outcomes.isEmpty()) {
      // A message whose dead letter was discarded: it has no outcome in IdempotencyKeys.
      duplicateOfGone(sql, seq, Outcome.REJECTED.wireName(), now);
    } else {
      duplicate(sql, seq, first.firstSeq(), outcomes.get(0), now);
    }
  }

  private static void duplicate(Sql sql, long seq, long of, String outcome, Instant now)
      throws SQLException {
    sql.update(
        """
        UPDATE change SET state = 'duplicate', duplicate_of = ?, outcome = ?, settled_at = ?
        WHERE seq = ?
        """,
        of,
        outcome,
        outcome == null ? null : now,
        seq);
  }

  /** It carries the outcome itself, for its job's result files; that one was published long ago. */
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
