package io.connectorroutes.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs statements on one connection, for the length of one transaction. Times are bound as epoch
 * milliseconds, durations as milliseconds.
 */
public final class Sql {

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(Row row) throws SQLException;
  }

  /** What is done within one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  /** Of one list: ten values each are far below what a statement of either database may have. */
  private static final int MOST_ROWS = 64;

  /** The same of a list that is only read. */
  private static final int MOST_ASKED = 256;

  private final Statements statements;
  private final Consumer<Object> events;

  Sql(Statements statements) {
    this(statements, event -> {});
  }

  private Sql(Statements statements, Consumer<Object> events) {
    this.statements = statements;
    this.events = events;
  }

  /** The same transaction, whose events go there. */
  Sql collecting(Consumer<Object> to) {
    return new Sql(statements, to);
  }

  /**
   * Hands an event to those that listen for its class ({@link Database#onCommit}) once this
   * transaction is committed, and to nobody where it is undone.
   *
   * @param event handed on once, however many equal ones the transaction has; a {@link Runnable} is
   *     run
   */
  public void onCommit(Object event) {
    events.accept(event);
  }

  /** Runs a statement that gives no rows; returns how many it touched. */
  public int update(String statement, Object... arguments) throws SQLException {
    return bound(statement, arguments).executeUpdate();
  }

  /** Runs a statement once for each row of arguments, in one go where the driver can. */
  public void updateEach(String statement, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement ready = statements.get(statement);
    try {
      for (Object[] row : rows) {
        bound(statement, row).addBatch();
      }
      ready.executeBatch();
    } finally {
      ready.clearBatch();
    }
  }

  /**
   * Runs a statement that reads its rows from a list of values, each row's as {@code column1},
   * {@code column2} and so on. A value that can be null is to be cast: the database does not know
   * its type then. Rows go in groups ({@link ListSizes}).
   *
   * @param statement with {@code %s} where the list goes, or with {@code %2$s} where an INSERT has
   *     its VALUES: those take the types of its columns
   * @param last the values of what stands behind the list
   * @return how many rows it touched
   */
  public int updateAll(String statement, List<Object[]> rows, Object... last) throws SQLException {
    int touched = 0;
    for (Group group : groups(rows)) {
      touched += update(in(statement, group), group.arguments(last));
    }
    return touched;
  }

  /** Rows of one list of values. */
  private record Group(List<Object[]> rows) {
    Object[] arguments(Object... last) {
      return Stream.concat(rows.stream().flatMap(Arrays::stream), Arrays.stream(last)).toArray();
    }
  }

  private static List<Group> groups(List<Object[]> rows) {
    List<Group> groups = new ArrayList<>();
    int done = 0;
    while (done < rows.size()) {
      int size = Math.min(MOST_ROWS, ListSizes.atMost(rows.size() - done));
      groups.add(new Group(rows.subList(done, done + size)));
      done += size;
    }
    return groups;
  }

  /** As {@link #updateAll}, of a statement with RETURNING: all rows that it gives. */
  public <T> List<T> listAll(
      String statement, Mapper<T> mapper, List<Object[]> rows, Object... last) throws SQLException {
    List<T> given = new ArrayList<>();
    for (Group group : groups(rows)) {
      given.addAll(list(in(statement, group), mapper, group.arguments(last)));
    }
    return given;
  }

  /**
   * All rows of a query that reads a list of values as {@link #updateAll} does. The first row may
   * be asked for several times ({@link ListSizes}).
   *
   * @param query with {@code %s} where the list goes
   */
  public <T> List<T> ask(String query, Mapper<T> mapper, List<Object[]> rows) throws SQLException {
    List<T> found = new ArrayList<>();
    for (int done = 0; done < rows.size(); done += MOST_ASKED) {
      List<Object[]> these =
          new ArrayList<>(rows.subList(done, Math.min(rows.size(), done + MOST_ASKED)));
      int missing = ListSizes.atLeast(these.size()) - these.size();
      these.addAll(Collections.nCopies(missing, these.get(0)));
      Group group = new Group(these);
      found.addAll(list(in(query, group), mapper, group.arguments()));
    }
    return found;
  }

  private String in(String statement, Group group) {
    return statements.withList(statement, group.rows().size(), group.rows().get(0).length);
  }

  /** All rows of a query, or of a statement with RETURNING. */
  public <T> List<T> list(String query, Mapper<T> mapper, Object... arguments) throws SQLException {
    try (ResultSet result = bound(query, arguments).executeQuery()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(result, statements.columns(query, result), this);
      while (result.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    }
  }

  /** The first row, which must not map to null. */
  public <T> Optional<T> first(String query, Mapper<T> mapper, Object... arguments)
      throws SQLException {
    List<T> rows = list(query, mapper, arguments);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** The number in column {@code n} of the only row; empty where that is NULL. */
  public Optional<Long> number(String query, Object... arguments) throws SQLException {
    return Optional.ofNullable(list(query, row -> row.numberOrNull("n"), arguments).get(0));
  }

  /** Whether the query has any row. */
  public boolean exists(String query, Object... arguments) throws SQLException {
    try (ResultSet result = bound(query, arguments).executeQuery()) {
      return result.next();
    }
  }

  /** Placeholders for that many values, in brackets. */
  public static String in(int values) {
    return "(" + String.join(", ", Collections.nCopies(values, "?")) + ")";
  }

  /** Arguments for {@link #in}, the last one repeated up to the next of the {@link ListSizes}. */
  public static Object[] padded(Object[] arguments) {
    Object[] padded = Arrays.copyOf(arguments, ListSizes.atLeast(arguments.length));
    Arrays.fill(padded, arguments.length, padded.length, arguments[arguments.length - 1]);
    return padded;
  }

  private PreparedStatement bound(String statement, Object... arguments) throws SQLException {
    PreparedStatement ready = statements.get(statement);
    // A null has the type of the value before it; in a list of values others may have another one.
    ready.clearParameters();
    for (int i = 0; i < arguments.length; i++) {
      ready.setObject(i + 1, plain(arguments[i]));
    }
    return ready;
  }

  private static Object plain(Object argument) {
    if (argument instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (argument instanceof String text) {
      // PostgreSQL keeps no NUL in a text; a sender can write one.
      return text.replace('\0', '\ufffd');
    }
    return argument instanceof Duration duration ? (Object) duration.toMillis() : argument;
  }
}
