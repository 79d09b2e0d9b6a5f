package io.connectorroutes.config;

import java.nio.file.Path;

/**
 * Where the ledger is.
 *
 * @param url {@code jdbc:sqlite:} with an absolute path, or {@code jdbc:postgresql://…}
 * @param databaseFile of SQLite, absolute; null for PostgreSQL
 * @param keyFile where a generated key rests, absolute
 */
public record LedgerSection(String url, Path databaseFile, Path keyFile) {
  private static final String SQLITE = "jdbc:sqlite:";

  static LedgerSection from(Configuration values) {
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
        values.home().resolve("data").resolve("ledger.key"));
  }
}
