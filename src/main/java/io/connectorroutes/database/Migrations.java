package io.connectorroutes.database;

import io.connectorroutes.text.Causes;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a ledger's schema up to the version of this program. */
final class Migrations {
  private Migrations() {}

  /**
   * Migrates.
   *
   * @throws DatabaseException where the database is another program's or of a newer version
   * @throws DatabaseUnavailableException where it is away or busy
   */
  static void migrate(DataSource source, Dialect dialect) {
    try {
      EarlierHistory.takeOver(source, dialect);
      List<String> done = SchemaHistory.versions(source);
      if (done.isEmpty() ? NewSchema.create(source, dialect) : isUpToDate(done, dialect)) {
        // Flyway reads and compares all scripts, which takes as long as the rest of the start.
        return;
      }
      byFlyway(source, dialect);
    } catch (FlywayException | SQLException e) {
      refuseAway(e, dialect);
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new DatabaseException(
          "the database of ledger.url cannot be used as a ledger: "
              + reason
              + "; give an empty database or the one of an earlier run",
          e);
    }
  }

  /** The same, each migration by itself. */
  static void byFlyway(DataSource source, Dialect dialect) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .table(SchemaHistory.TABLE)
        .locations("classpath:io/connectorroutes/ledger/migration")
        .placeholders(dialect.types())
        // Scripts of another application on the class path are not for this database.
        .skipDefaultCallbacks(true)
        .load()
        .migrate();
  }

  /** A database that is only away or busy is the right one all the same. */
  private static void refuseAway(Exception failure, Dialect dialect) {
    Causes.of(failure)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .filter(dialect::isAway)
        .findFirst()
        .ifPresent(
            away -> {
              throw new DatabaseUnavailableException(
                  "the database of ledger.url does not answer: " + away.getMessage(), away);
            });
  }

  /** What was done is done whole: its row is in the same transaction. */
  private static boolean isUpToDate(List<String> done, Dialect dialect) {
    List<String> known = SchemaScript.of(dialect.schemaScript()).versions();
    SchemaHistory.refuseNewer(done, known);
    return done.size() == known.size();
  }
}
