package io.connectorroutes.ledger;

import io.connectorroutes.database.TokenLogin;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * How to open a ledger.
 *
 * @param url {@code jdbc:sqlite:/absolute/path} or {@code jdbc:postgresql://…}; does not count
 *     where there is a {@code dataSource}
 * @param user null for SQLite
 * @param password null for SQLite, and where there is a {@code login}
 * @param key 256-bit key, base64; null only for SQLite: generated into {@code keyFile} when the
 *     database is new
 * @param keyFile where the generated key rests, mode 0600
 * @param lease how long a claim holds without renewal
 * @param budget of each account
 * @param accounts those that this process is configured for
 * @param lostAnswerWait how old at most what Graph shows can be
 * @param pauseAfter after so many answers 403 in a row what needs that permission rests; 0: never
 * @param dataSource another application's, of SQLite or PostgreSQL; null for connections of our own
 * @param login in place of a password; null for none
 * @param migrate whether our tables are created and brought up to date in that one; else they must
 *     be there
 */
public record LedgerSettings(
    String url,
    String user,
    String password,
    String key,
    Path keyFile,
    Duration lease,
    RequestBudget budget,
    ConfiguredAccounts accounts,
    Duration lostAnswerWait,
    int pauseAfter,
    DataSource dataSource,
    TokenLogin login,
    boolean migrate) {
  private static final Duration LOST_ANSWER_WAIT = Duration.ofSeconds(10);

  /** Settings without a budget, for all accounts. */
  public LedgerSettings(
      String url, String user, String password, String key, Path keyFile, Duration lease) {
    this(
        url,
        user,
        password,
        key,
        keyFile,
        lease,
        RequestBudget.NONE,
        ConfiguredAccounts.ALL,
        LOST_ANSWER_WAIT,
        0,
        null,
        null,
        true);
  }

  /** The same with that budget. */
  public LedgerSettings withBudget(RequestBudget other) {
    return with(other, accounts, lostAnswerWait, pauseAfter, dataSource, login, migrate);
  }

  /** The same for those accounts. */
  public LedgerSettings withAccounts(ConfiguredAccounts other) {
    return with(budget, other, lostAnswerWait, pauseAfter, dataSource, login, migrate);
  }

  /** The same with that {@code graph.lost-answer-wait}. */
  public LedgerSettings withLostAnswerWait(Duration other) {
    return with(budget, accounts, other, pauseAfter, dataSource, login, migrate);
  }

  /** The same with that {@code graph.pause-after}. */
  public LedgerSettings withPauseAfter(int other) {
    return with(budget, accounts, lostAnswerWait, other, dataSource, login, migrate);
  }

  /** The same in the database of another application, which stays its owner. */
  public LedgerSettings withDataSource(DataSource other, boolean migrated) {
    return with(budget, accounts, lostAnswerWait, pauseAfter, other, login, migrated);
  }

  /** The same by tokens in place of a password. */
  public LedgerSettings withLogin(TokenLogin other) {
    return with(budget, accounts, lostAnswerWait, pauseAfter, dataSource, other, migrate);
  }

  private LedgerSettings with(
      RequestBudget itsBudget,
      ConfiguredAccounts itsAccounts,
      Duration itsLostAnswerWait,
      int itsPauseAfter,
      DataSource itsDataSource,
      TokenLogin itsLogin,
      boolean isMigrated) {
    return new LedgerSettings(
        url,
        user,
        password,
        key,
        keyFile,
        lease,
        itsBudget,
        itsAccounts,
        itsLostAnswerWait,
        itsPauseAfter,
        itsDataSource,
        itsLogin,
        isMigrated);
  }

  @Override
  public String toString() {
    // What follows a question mark may be a password.
    String place = dataSource == null ? url.replaceFirst("[?].*", "") : "data source";
    return "LedgerSettings[" + place + "]";
  }
}
