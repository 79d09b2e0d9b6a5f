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
      // Where somebody else writes for long, Flyway would log stack traces of its own.
      ExclusiveTransaction.run(source, dialect, (connection, statement) -> true);
      byFlyway(source, dialect);
    } catch (FlywayException | SQLException e) {
      throw unusable(e, dialect);
    }
  }

  /**
   * Whether {@link #migrate} has nothing to do; alters nothing.
   *
   * @throws DatabaseException as above
   * @throws DatabaseUnavailableException as above
   */
  static boolean isUpToDate(DataSource source, Dialect dialect) {
    try {
      return isUpToDate(SchemaHistory.versions(source), dialect);
    } catch (SQLException e) {
      throw unusable(e, dialect);
    }
  }

  private static DatabaseException unusable(Exception failure, Dialect dialect) {
    refuseAway(failure, dialect);
    String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new DatabaseException(
        "the database of ledger.url cannot be used as a ledger: "
            + reason
            + "; give an empty database or the one of an earlier run",
        failure);
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
                  dialect
                      .advice(away)
                      .orElse("the database of ledger.url does not answer: " + away.getMessage()),
                  away);
            });
  }

  /** What was done is done whole: its row is in the same transaction. */
  private static boolean isUpToDate(List<String> done, Dialect dialect) {
    List<String> known = SchemaScript.of(dialect.schemaScript()).versions();
    SchemaHistory.refuseNewer(done, known);
    return done.size() == known.size();
  }
}
