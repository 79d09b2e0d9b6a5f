package io.connectorroutes.config;

import io.connectorroutes.ledger.LedgerSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The {@code ledger.*} keys.
 *
 * @param url {@code jdbc:sqlite:} with an absolute path, or {@code jdbc:postgresql://…}
 * @param databaseFile of SQLite, absolute; null for PostgreSQL
 * @param user null where not given
 * @param password null where not given
 * @param key 256-bit key, base64; null only for SQLite
 * @param keyFile where a generated key rests, absolute
 * @param keep how long settled changes stay
 */
public record LedgerSection(
    String url,
    Path databaseFile,
    String user,
    Secret password,
    Secret key,
    Path keyFile,
    Duration keep) {
  private static final String SQLITE = "jdbc:sqlite:";

  static LedgerSection from(Values values) {
    String url = values.get(Keys.LEDGER_URL);
    Path file =
        url.startsWith(SQLITE)
            ? values.home().resolve(url.substring(SQLITE.length())).normalize()
            : null;
    if (file == null && !values.has(Keys.LEDGER_KEY)) {
      throw new UsageException(
          "ledger.key is missing: a ledger on PostgreSQL needs 32 random bytes in base64 (openssl"
              + " rand -base64 32), the same for all workers");
    }
    return new LedgerSection(
        file == null ? url : SQLITE + file,
        file,
        values.get(Keys.LEDGER_USER),
        values.secret(Keys.LEDGER_PASSWORD),
        values.secret(Keys.LEDGER_KEY),
        values.home().resolve("data").resolve("ledger.key"),
        values.get(Keys.LEDGER_KEEP));
  }

  LedgerSettings settings(Duration lease) {
    return new LedgerSettings(
        url, user, Secret.revealOrNull(password), Secret.revealOrNull(key), keyFile, lease);
  }
}
