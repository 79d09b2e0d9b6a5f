package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final int MOST = 512;

  private Connection connection;
  private Statements statements;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    statements = new Statements(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private PreparedStatement get(int number) throws SQLException {
    return statements.get("SELECT " + number);
  }

  private void getAll(int from, int to) throws SQLException {
    for (int number = from; number <= to; number++) {
      get(number);
    }
  }

  @Test
  void theOneThatWasUsedTheLongestAgoMakesRoom() throws SQLException {
    PreparedStatement first = get(1);
    PreparedStatement second = get(2);
    getAll(3, MOST);
    assertThat(get(1)).isSameAs(first);

    get(MOST + 1);
    assertThat(second.isClosed()).isTrue();
    assertThat(get(1)).isSameAs(first);
    assertThat(first.isClosed()).isFalse();
    assertThat(get(2)).as("prepared anew").isNotSameAs(second);
  }

  @Test
  void closingClosesAllThatAreKept() throws SQLException {
    PreparedStatement one = get(1);
    PreparedStatement two = get(2);

    statements.close();

    assertThat(one.isClosed()).isTrue();
    assertThat(two.isClosed()).isTrue();
  }

  @Test
  void aListIsWrittenOutInBothItsPlaces() {
    assertThat(statements.withList("UPDATE t SET a = v.column1 FROM %s AS v", 2, 2))
        .isEqualTo("UPDATE t SET a = v.column1 FROM (VALUES (?, ?), (?, ?)) AS v");
    assertThat(statements.withList("INSERT INTO t (a) %2$s", 1, 1))
        .isEqualTo("INSERT INTO t (a) VALUES (?)");
  }
}
