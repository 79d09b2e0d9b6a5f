package io.connectorroutes.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Our tables in a database of another application: created and brought up to date by the script
 * that a person would run, in one transaction. Flyway would need connections of its own beside, and
 * the application may have one with settings of its own.
 */
final class HostSchema {
  private final String scriptName;
  private final SchemaScript script;
  private final String namesQuery;

  /**
   * Tables by a script.
   *
   * @param namesQuery for the names of the tables and indexes that are where ours are to be
   */
  HostSchema(String scriptName, String namesQuery) {
    this.scriptName = scriptName;
    this.script = SchemaScript.of(scriptName);
    this.namesQuery = namesQuery;
  }

  /** Whether everything is there; {@link #migrate} does the rest. */
  boolean isUpToDate(Sql sql) throws SQLException {
    return missing(sql).isEmpty();
  }

  /**
   * Creates what is missing.
   *
   * @param sql of a transaction that keeps out others that do the same
   */
  void migrate(Sql sql) throws SQLException {
    List<SchemaScript.Section> missing = missing(sql);
    refuseTaken(sql, missing);
    for (SchemaScript.Section section : missing) {
      for (String statement : section.statements()) {
        sql.update(statement);
      }
    }
  }

  /** Refuses tables that are not up to date, where somebody else is to create them. */
  void require(Sql sql) throws SQLException {
    List<SchemaScript.Section> missing = missing(sql);
    if (!missing.isEmpty()) {
      throw new DatabaseException(
          "the database of connector-routes.data-source has no up-to-date tables of ours and"
              + " connector-routes.migrate=false: run "
              + scriptName
              + " of the jar's folder io/connectorroutes/ledger from its line \""
              + (missing.get(0).version().isEmpty()
                  ? "-- history"
                  : "-- version " + missing.get(0).version())
              + "\" on");
    }
  }

  private List<SchemaScript.Section> missing(Sql sql) throws SQLException {
    List<SchemaScript.Section> missing = new ArrayList<>(script.sections());
    if (!names(sql).contains(SchemaHistory.TABLE)) {
      return missing;
    }
    missing.remove(0);
    List<String> done = sql.list(SchemaHistory.VERSIONS, row -> row.text("version"));
    SchemaHistory.refuseNewer(done, script.versions());
    missing.removeIf(section -> done.contains(section.version()));
    return missing;
  }

  private List<String> names(Sql sql) throws SQLException {
    return sql.list(namesQuery, row -> row.text("name"));
  }

  /** What earlier sections have created is ours, wherever a later one creates it anew. */
  private void refuseTaken(Sql sql, List<SchemaScript.Section> missing) throws SQLException {
    Set<String> taken = new HashSet<>(names(sql));
    for (SchemaScript.Section section : script.sections()) {
      for (String name : section.names()) {
        if (missing.contains(section) && taken.contains(name)) {
          throw new DatabaseException(
              "the database of connector-routes.data-source has a table or index "
                  + name
                  + " that is not ours, and one of ours has that name: give the ledger a database"
                  + " of its own, by another DataSource or by connector-routes.ledger.url");
        }
        taken.remove(name);
      }
    }
  }
}
