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
 */
public record LedgerSettings(
    String url, String user, String password, String key, Path keyFile, Duration lease) {

  @Override
  public String toString() {
    // What follows a question mark may be a password.
    return "LedgerSettings[" + url.replaceFirst("[?].*", "") + "]";
  }
}
