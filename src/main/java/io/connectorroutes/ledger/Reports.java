package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What commands show. Read only; short reads. */
public interface Reports {
  /**
   * At most so many of the newest jobs, and all older ones that are open, paused or settled, or so
   * many that are being recorded; newest first.
   */
  List<JobSummary> jobs(int limit);

  /** Tenants with open changes or a pause. */
  List<TenantSummary> tenants();

  /** Accounts with due changes that this process is not configured for, by alias. */
  List<Unconfigured> unconfigured();

  /** How many rows of these jobs have no outcome yet, by account. */
  Map<String, Long> openByAccount(List<Job> jobs);

  /** The job of that name. */
  Optional<Job> job(String name);

  /** Counts of a job's rows. */
  JobSummary summary(Job job);

  /** Gives each row of a job, in order, in constant memory. */
  void rows(Job job, Consumer<JobRow> consumer);

  /**
   * Everything about a change, newest record of that id first.
   *
   * @param changeId its id, or the one that its sender gave and that broke its rule
   */
  List<History> history(String changeId);

  /**
   * The first outcome of each of these changes that has one, replays aside; of a duplicate, that of
   * the change that was there before.
   *
   * @param seqs numbers of changes, as {@link Submitted#seq} gives them
   * @return by number
   */
  Map<Long, OutcomeRecord> outcomes(Collection<Long> seqs);

  /** Files of the inbox that a person should know of, newest first, at most so many. */
  List<FileReport> files(int limit);

  /**
   * API connectors of configured tenants whose certificates end before a time, as far as that is
   * known; by tenant, and of each the first ones.
   *
   * @param limit at most so many of each tenant
   */
  List<CertificateEnd> certificateEnds(Instant before, int limit);

  /** Changes that are not settled yet, by account, over all jobs. */
  long openChanges();

  /**
   * A job with its counts.
   *
   * @param counts rows by outcome's wire name, and {@code open} for those without one
   * @param duplicates rows that are duplicates (also counted under their first one's outcome)
   * @param firsts the same as {@code counts} without the duplicates
   * @param recovered rows that failed or are unknown by {@code counts}, and that a replay applied,
   *     or found to be so, since then
   */
  record JobSummary(
      Job job,
      Map<String, Long> counts,
      long duplicates,
      Map<String, Long> firsts,
      long recovered) {

    /** Rows that have no outcome yet. */
    public long open() {
      return counts.getOrDefault("open", 0L);
    }
  }

  /**
   * A file of the inbox that a person should know of.
   *
   * @param name as it was dropped
   * @param reason one line: what, and what to do
   */
  record FileReport(String name, FileState state, String reason, Instant since) {}

  /** Why a person should know of a file. */
  enum FileState {
    /** It was written to after it was accepted. */
    GREW,
    /** It breaks its format or a bound, and was moved to {@code refused/}. */
    REFUSED,
    /** Its name has no known ending: it stays where it is. */
    IGNORED
  }

  /**
   * A tenant's open work.
   *
   * @param account its key
   * @param tenant alias; null for the default tenant
   * @param waiting changes that wait, for others or for their time
   * @param blocked those of them that wait for another change
   * @param paused those of them that a person has paused, alone or with their tenant
   * @param sending changes whose request is under way
   * @param reason why its next change is not sent now; null where it can be
   * @param message one line for a person with more about that; null where there is no more
   * @param since when that began; null where it is not known
   * @param nextAt when it ends, or is looked at again, later than now; null where that is not known
   * @param parkedUntil null where it is not parked
   * @param oldest when the oldest change was received that waits and whose time has come; null
   *     where there is none
   * @param secretAway the first of its changes that wait for a secret; null where none does
   */
  record TenantSummary(
      String account,
      String tenant,
      long waiting,
      long blocked,
      long paused,
      long sending,
      WaitReason reason,
      String message,
      Instant since,
      Instant nextAt,
      Instant parkedUntil,
      Instant oldest,
      SecretAway secretAway) {
    /**
     * Whether a person paused it; where only jobs are paused, it is so since no time of its own.
     */
    public boolean isPaused() {
      return reason == WaitReason.PAUSED && since != null;
    }
  }

  /**
   * A change waits for a secret that cannot be had.
   *
   * @param nextAt when it is tried again
   * @param reason one line for a person: which secret, why, and what to do
   */
  record SecretAway(Instant nextAt, String reason) {}

  /**
   * An API connector whose certificate ends.
   *
   * @param account the tenant's key
   * @param tenant alias; null for the default tenant
   * @param id Graph's
   * @param name bounded; null where it is not known
   */
  record CertificateEnd(String account, String tenant, String id, String name, Instant end) {
    /** Its name, or its id where that is not known; never null. */
    public String called() {
      return name == null ? id : name;
    }
  }

  /**
   * An account that this process is not configured for.
   *
   * @param account its key
   * @param alias null for the default tenant
   * @param reason one line for a person that names the alias and the keys
   */
  record Unconfigured(String account, String alias, String reason) {}

  /**
   * The history of one change.
   *
   * @param tenant what it is called; null where it could not be told
   * @param state {@code queued}, {@code waiting}, {@code sending}, {@code settled}, {@code
   *     duplicate}
   * @param dueAt null where settled
   * @param reason what its last request ended with that is made again; may be null
   * @param waits why it is not sent now; null where it can be, or is settled
   * @param discards of its dead letters, oldest first
   */
  record History(
      String changeId,
      String job,
      Integer row,
      String tenant,
      String operation,
      String target,
      String state,
      Instant receivedAt,
      Instant dueAt,
      String reason,
      Waits waits,
      List<AttemptRecord> attempts,
      List<OutcomeRecord> outcomes,
      List<DeadLetter.Discarded> discards) {}

  /**
   * Why one change is not sent.
   *
   * @param blockedBy the change that has to be settled first; null for none
   * @param reason null where another change blocks it, and where it is due and has to wait for
   *     nothing but others of its tenant that go before it, as the message says then
   * @param message one line for a person with more about that; null where there is no more
   * @param nextAt when that ends, or is looked at again, later than now; null where that is not
   *     known
   */
  record Waits(String blockedBy, WaitReason reason, String message, Instant nextAt) {}
}
