package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The statements of one connection, each prepared once. */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, Map<String, Integer>> columns = new HashMap<>();

  private final Map<WithList, String> written = new HashMap<>();

  /** A statement with a list of values of that size. */
  private record WithList(String statement, int rows, int columns) {
    String write() {
      String values = "VALUES " + String.join(", ", Collections.nCopies(rows, Sql.in(columns)));
      return statement.formatted("(" + values + ")", values);
    }
  }

  Statements(Connection connection) {
    this.connection = connection;
  }

  boolean areOf(Connection other) {
    return connection == other;
  }

  /** The statement with its list written out, each once: with many rows it is long. */
  String withList(String statement, int rows, int columns) {
    return written.computeIfAbsent(new WithList(statement, rows, columns), WithList::write);
  }

  PreparedStatement get(String statement) throws SQLException {
    PreparedStatement ready = prepared.get(statement);
    if (ready == null) {
      ready = connection.prepareStatement(statement);
      prepared.put(statement, ready);
    }
    return ready;
  }

  /**
   * Where each column of a statement's result is, from 1: drivers search by name for each value.
   */
  Map<String, Integer> columns(String statement, ResultSet result) throws SQLException {
    Map<String, Integer> known = columns.get(statement);
    if (known == null) {
      known = columns(result.getMetaData());
      columns.put(statement, known);
    }
    return known;
  }

  private static Map<String, Integer> columns(ResultSetMetaData result) throws SQLException {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 1; i <= result.getColumnCount(); i++) {
      columns.put(result.getColumnLabel(i), i);
    }
    return columns;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }
}
