package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements of one connection, each prepared once and kept while it is in use. */
final class Statements implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

  /** More than are in use at a time; a server keeps a plan for each. */
  private static final int MOST = 512;

  private final Connection connection;

  /** The one that was used the longest ago comes first. */
  private final Map<String, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<WithList, String> written = new HashMap<>();

  /**
   * A statement, and where each column of its result is, from 1: drivers search by name for each
   * value.
   */
  private record Prepared(PreparedStatement statement, Map<String, Integer> columns) {}

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

  /** The statement with its list written out, each once: with many rows it is long. */
  String withList(String statement, int rows, int columns) {
    return written.computeIfAbsent(new WithList(statement, rows, columns), WithList::write);
  }

  PreparedStatement get(String statement) throws SQLException {
    Prepared known = prepared.get(statement);
    if (known != null) {
      return known.statement;
    }
    if (prepared.size() == MOST) {
      Iterator<Prepared> all = prepared.values().iterator();
      all.next().statement.close();
      all.remove();
    }
    PreparedStatement ready = connection.prepareStatement(statement);
    prepared.put(statement, new Prepared(ready, new HashMap<>()));
    return ready;
  }

  /** Closes all of them, whatever closing one says. */
  @Override
  public void close() {
    for (Prepared one : prepared.values()) {
      try {
        one.statement.close();
      } catch (SQLException e) {
        LOG.debug("a statement is not closed: its connection closes it", e);
      }
    }
    prepared.clear();
  }

  /** The columns of a result of a statement that {@link #get} gave last. */
  Map<String, Integer> columns(String statement, ResultSet result) throws SQLException {
    Map<String, Integer> columns = prepared.get(statement).columns;
    if (columns.isEmpty()) {
      ResultSetMetaData all = result.getMetaData();
      for (int i = 1; i <= all.getColumnCount(); i++) {
        columns.put(all.getColumnLabel(i), i);
      }
    }
    return columns;
  }
}
