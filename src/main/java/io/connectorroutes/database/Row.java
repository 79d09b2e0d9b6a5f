package io.connectorroutes.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** The current row of a result: columns by name, null where the database has NULL. */
public final class Row {
  private final ResultSet result;
  private final Map<String, Integer> columns;
  private final Sql sql;

  /**
   * A view of the rows of a result.
   *
   * @param columns where each column is, from 1
   * @param sql where it was asked for
   */
  Row(ResultSet result, Map<String, Integer> columns, Sql sql) {
    this.result = result;
    this.columns = columns;
    this.sql = sql;
  }

  /** Where the row was asked for: for what else is needed to make something of it. */
  public Sql sql() {
    return sql;
  }

  private int at(String column) throws SQLException {
    Integer index = columns.get(column);
    if (index == null) {
      throw new SQLException("a result has no column " + column);
    }
    return index;
  }

  public String text(String column) throws SQLException {
    return result.getString(at(column));
  }

  public byte[] bytes(String column) throws SQLException {
    return result.getBytes(at(column));
  }

  public long number(String column) throws SQLException {
    return result.getLong(at(column));
  }

  public int count(String column) throws SQLException {
    return result.getInt(at(column));
  }

  public Long numberOrNull(String column) throws SQLException {
    long value = result.getLong(at(column));
    return result.wasNull() ? null : value;
  }

  public Integer countOrNull(String column) throws SQLException {
    int value = result.getInt(at(column));
    return result.wasNull() ? null : value;
  }

  public Instant time(String column) throws SQLException {
    Long millis = numberOrNull(column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
