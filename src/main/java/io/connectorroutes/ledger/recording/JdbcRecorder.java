package io.connectorroutes.ledger.recording;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobDroppedException;
import io.connectorroutes.ledger.KnownChange;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.Submitted;
import io.connectorroutes.ledger.claim.Settlement;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.table.Jobs;
import io.connectorroutes.ledger.table.Numbering;
import io.connectorroutes.text.PrintableText;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes rows and messages in. Each method is one transaction, which messages may share. */
public final class JdbcRecorder implements Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcRecorder.class);

  private final Database database;
  private final Clock clock;
  private final ChangeInsert received;
  private final Enqueuer enqueuer;
  private final Messages messages;
  private final RefusedJobs refusedJobs;
  private final SecretSearch secrets;
  private final KnownIds knownIds;
  private final UnreadCertificates unreadCertificates;
  private final InternalErrors errors = new InternalErrors(LOG);

  public JdbcRecorder(
      Database database,
      Clock clock,
      ChangeInsert received,
      Enqueuer enqueuer,
      Settlement settlement,
      SecretSearch secrets,
      KnownIds knownIds,
      UnreadCertificates unreadCertificates) {
    this.database = database;
    this.clock = clock;
    this.received = received;
    this.enqueuer = enqueuer;
    this.messages = new Messages(database, clock, received, enqueuer, settlement);
    this.refusedJobs = new RefusedJobs(enqueuer);
    this.secrets = secrets;
    this.knownIds = knownIds;
    this.unreadCertificates = unreadCertificates;
  }

  @Override
  public Job openFile(FileSource file, boolean resumeRecorded) {
    return database.write(
        sql -> {
          Numbering.CHANGES.take(sql, 0);
          Optional<Job> earlier =
              Jobs.sameFile(sql, file).filter(job -> resumeRecorded || isUnfinished(job));
          if (earlier.isPresent() && (resumeRecorded || !isWithdrawn(sql, earlier.get()))) {
            return earlier.get();
          }
          dropReplaced(sql, file);
          return Jobs.createForFile(sql, file, clock.instant());
        });
  }

  /** Nobody will finish them; left as they are, they would keep the ids of their rows. */
  private void dropReplaced(Sql sql, FileSource file) throws SQLException {
    for (Job replaced : Jobs.recordingOf(sql, file)) {
      refusedJobs.drop(
          sql, replaced.id(), "another file took its place before it was recorded as a whole");
    }
  }

  /**
   * Whether a job was cancelled, and nothing of it is left: its results are written by themselves,
   * sooner or later, and whoever gives its file again wants it to be sent.
   */
  private static boolean isWithdrawn(Sql sql, Job job) throws SQLException {
    return job.state() != Job.State.RECORDING
        && sql.exists(
            """
            SELECT 1 FROM job WHERE id = ? AND cancelled_to IS NOT NULL
              AND (SELECT c.seq FROM change c WHERE c.job_id = job.id AND c.outcome IS NULL
                LIMIT 1) IS NULL
            """,
            job.id());
  }

  private static boolean isUnfinished(Job job) {
    return switch (job.state()) {
      case RECORDING, OPEN, PAUSED, SETTLED -> true;
      case COMPLETE, REFUSED -> false;
    };
  }

  @Override
  public void layout(Job job, FileLayout layout) {
    database.write(
        sql -> {
          Jobs.setLayout(sql, job.id(), layout);
          return null;
        });
  }

  @Override
  public void record(Job job, List<ReceivedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try {
      write(job, rows);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      recordApart(job, rows, e);
    }
  }

  /** One of them is the reason: the others are not to suffer for it. */
  private void recordApart(Job job, List<ReceivedRow> rows, Throwable failure) {
    if (rows.size() == 1) {
      recordRejected(job, rows.get(0), failure);
    } else {
      int half = rows.size() / 2;
      record(job, rows.subList(0, half));
      record(job, rows.subList(half, rows.size()));
    }
  }

  private void recordRejected(Job job, ReceivedRow row, Throwable failure) {
    ReceivedRow.Problem problem = InternalErrors.problem(failure);
    try {
      write(job, List.of(row.unreadable(problem)));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      // The file itself stays in accepted/.
      write(job, List.of(row.withoutContent(problem)));
    }
    errors.log("change " + row.changeId(), failure);
  }

  private void write(Job job, List<ReceivedRow> rows) {
    database.write(
        sql -> {
          Numbering.CHANGES.take(sql, 0);
          // Another process may record the same file, and may have ended that.
          int recorded = Jobs.lastRow(sql, job.id());
          List<ReceivedRow> unrecorded = rows.stream().filter(row -> row.row() > recorded).toList();
          if (!unrecorded.isEmpty()) {
            requireRecording(sql, job);
            Numbering.Taken numbers = Numbering.takeForPayloads(sql, unrecorded.size());
            received.rows(sql, job.id(), numbers, unrecorded, clock.instant());
            Jobs.addRows(sql, job.id(), unrecorded.size());
          }
          return null;
        });
  }

  private static void requireRecording(Sql sql, Job job) throws SQLException {
    Optional<Job> now = Jobs.find(sql, job.id());
    if (now.filter(found -> found.state() == Job.State.REFUSED).isPresent()) {
      throw new JobDroppedException(
          "what was recorded of " + job.name() + " was dropped meanwhile: " + now.get().reason());
    }
    if (!isRecording(sql, job)) {
      throw new DatabaseException("job " + job.name() + " is not being recorded any more");
    }
  }

  @Override
  public Job finish(Job job) {
    Job finished = database.write(sql -> finishWithin(sql, job));
    enqueue(finished);
    return finished;
  }

  private Job finishWithin(Sql sql, Job job) throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    Optional<Job> earlier = Jobs.find(sql, job.id()).filter(Job::isRecorded);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    requireRecording(sql, job);
    Jobs.setRecorded(sql, job.id());
    enqueuer.acceptJob(sql, job.id());
    sql.onCommit(Signal.any());
    return Jobs.find(sql, job.id()).orElseThrow();
  }

  /** The recording is committed: what is not enqueued here, any worker enqueues. */
  private void enqueue(Job job) {
    try {
      while (enqueuer.isPending()) {
        enqueuer.step();
      }
    } catch (DatabaseUnavailableException e) {
      LOG.warn(
          "the changes of {} are enqueued when the database is back",
          PrintableText.name(job.name()),
          e);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("enqueueing the changes of " + job.name(), e);
    }
  }

  @Override
  public void refuse(Job job, String reason) {
    database.write(
        sql -> {
          Numbering.CHANGES.take(sql, 0);
          if (isRecording(sql, job)) {
            refusedJobs.drop(sql, job.id(), reason);
            sql.onCommit(Signal.any());
          }
          return null;
        });
  }

  /** No more where another process has ended it, or the answer to a commit was lost. */
  private static boolean isRecording(Sql sql, Job job) throws SQLException {
    return Jobs.find(sql, job.id()).filter(j -> j.state() == Job.State.RECORDING).isPresent();
  }

  @Override
  public void recordMessage(String jobName, ReceivedRow message) {
    messages.record(jobName, message);
  }

  @Override
  public Submitted submit(String jobName, ReceivedRow change) {
    return messages.submit(jobName, change);
  }

  @Override
  public EarlierSecret secretOf(
      String changeId, String account, ConnectorChange referring, String fieldPath) {
    return secrets.find(changeId, account, referring, fieldPath);
  }

  @Override
  public Map<Integer, KnownChange> known(List<ReceivedRow> rows) {
    return knownIds.of(rows);
  }

  @Override
  public void readCertificates(Function<ConnectorChange, Optional<ClientCertificate>> reader) {
    unreadCertificates.read(reader);
  }
}
