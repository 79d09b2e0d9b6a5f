package io.connectorroutes.ledger.recording;

import io.connectorroutes.database.Combiner;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Submitted;
import io.connectorroutes.ledger.claim.Settlement;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Jobs;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Records messages. All changes are accepted one after the other, under one lock: messages that
 * several consumers bring at the same time take it once, and share statements as well. That is more
 * than a database's own group commit gives: there each transaction has statements and locks of its
 * own.
 */
final class Messages {
  /** What is recorded together at most: whose accounts are locked meanwhile. */
  private static final int MOST = 50;

  private final Database database;
  private final Clock clock;
  private final ChangeInsert received;
  private final Enqueuer enqueuer;
  private final Settlement settlement;

  /** By name; never deleted. Those whose making is committed. */
  private final Map<String, Long> jobs = new ConcurrentHashMap<>();

  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(Messages.class));
  private final Combiner<Message> combiner = new Combiner<>(MOST, this::write);

  /** What one thread brings, and what it waits for. */
  private static final class Message {
    private final String job;
    private final ReceivedRow row;
    private final boolean isSubmitted;

    /** Written by who carries it out, read by who brought it. */
    private Submitted submitted;

    private Message(String job, ReceivedRow row, boolean isSubmitted) {
      this.job = job;
      this.row = row;
      this.isSubmitted = isSubmitted;
    }
  }

  Messages(
      Database database,
      Clock clock,
      ChangeInsert received,
      Enqueuer enqueuer,
      Settlement settlement) {
    this.database = database;
    this.clock = clock;
    this.received = received;
    this.enqueuer = enqueuer;
    this.settlement = settlement;
  }

  /** Records a message of that job; committed when this returns. */
  void record(String job, ReceivedRow row) {
    try {
      combiner.carryOut(new Message(job, row, false));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      // What cannot be recorded as a change is one that could not be read.
      combiner.carryOut(new Message(job, row.unreadable(InternalErrors.problem(e)), false));
      errors.log("change " + row.changeId(), e);
    }
  }

  /** Records a change of that job, or says why not; committed when this returns. */
  Submitted submit(String job, ReceivedRow row) {
    Message message = new Message(job, row, true);
    combiner.carryOut(message);
    return message.submitted;
  }

  private void write(List<Message> messages) {
    Map<String, List<Message>> byJob = new LinkedHashMap<>();
    for (Message message : messages) {
      byJob.computeIfAbsent(message.job, job -> new ArrayList<>()).add(message);
    }
    database.write(
        sql -> {
          write(sql, byJob, messages.size(), clock.instant());
          return null;
        });
  }

  /** Numbers, then accounts, then changes, and dead letters last: what locks them in that order. */
  private void write(Sql sql, Map<String, List<Message>> byJob, int count, Instant now)
      throws SQLException {
    Numbering.Taken numbers = Numbering.takeForPayloads(sql, count);
    long next = numbers.last() - count + 1;
    List<ChangeRow> changes = new ArrayList<>();
    Map<Long, IdempotencyKeys.Known> duplicates = new LinkedHashMap<>();
    for (Map.Entry<String, List<Message>> ofJob : byJob.entrySet()) {
      List<ChangeInsert.Brought> rows = new ArrayList<>();
      for (Message message : ofJob.getValue()) {
        rows.add(new ChangeInsert.Brought(next++, message.row, message.isSubmitted));
      }
      ChangeInsert.Messages written =
          received.messages(sql, job(sql, ofJob.getKey(), now), numbers, rows, now);
      for (int i = 0; i < rows.size(); i++) {
        ofJob.getValue().get(i).submitted = written.submitted(rows.get(i).seq());
      }
      changes.addAll(written.changes());
      duplicates.putAll(written.duplicates());
    }
    Map<Boolean, List<ChangeRow>> byProblem =
        changes.stream().collect(Collectors.partitioningBy(ChangeRow::isProblem));
    enqueuer.acceptNew(sql, byProblem.get(false));
    received.markDuplicates(sql, duplicates, now);
    for (ChangeRow problem : byProblem.get(true)) {
      settlement.rejected(sql, problem, now);
    }
  }

  private long job(Sql sql, String name, Instant now) throws SQLException {
    Long known = jobs.get(name);
    if (known != null) {
      return known;
    }
    long made = Jobs.ensureQueue(sql, name, now);
    sql.onCommit((Runnable) () -> jobs.put(name, made));
    return made;
  }
}
