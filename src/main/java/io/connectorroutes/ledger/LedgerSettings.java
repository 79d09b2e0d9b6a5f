package io.connectorroutes.ledger;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to open a ledger.
 *
 * @param url {@code jdbc:sqlite:/absolute/path} or {@code jdbc:postgresql://…}
 * @param user null for SQLite
 * @param password null for SQLite
 * @param key 256-bit key, base64; null only for SQLite: generated into {@code keyFile} when the
 *     database is new
 * @param keyFile where the generated key rests, mode 0600
 * @param lease how long a claim holds without renewal
 * @param budget of each account
 * @param accounts those that this process is configured for
 * @param lostAnswerWait how old at most what Graph shows can be
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
    Duration lostAnswerWait) {
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
        LOST_ANSWER_WAIT);
  }

  /** The same with that budget. */
  public LedgerSettings withBudget(RequestBudget other) {
    return new LedgerSettings(
        url, user, password, key, keyFile, lease, other, accounts, lostAnswerWait);
  }

  /** The same for those accounts. */
  public LedgerSettings withAccounts(ConfiguredAccounts other) {
    return new LedgerSettings(
        url, user, password, key, keyFile, lease, budget, other, lostAnswerWait);
  }

  /** The same with that {@code graph.lost-answer-wait}. */
  public LedgerSettings withLostAnswerWait(Duration other) {
    return new LedgerSettings(url, user, password, key, keyFile, lease, budget, accounts, other);
  }

  @Override
  public String toString() {
    // What follows a question mark may be a password.
    return "LedgerSettings[" + url.replaceFirst("[?].*", "") + "]";
  }
}
