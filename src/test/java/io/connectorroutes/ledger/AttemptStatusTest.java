package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link AttemptStatus}, row by row. */
class AttemptStatusTest {

  @ParameterizedTest
  @CsvSource({
    "    , true , true",
    "200 , true , false",
    "204 , true , false",
    "400 , true , false",
    "401 , false, false",
    "403 , true , false",
    "404 , false, false",
    "408 , true , false",
    "409 , true , false",
    "424 , false, false",
    "429 , false, false",
    "500 , true , true",
    "501 , true , false",
    "502 , true , true",
    "503 , true , false",
    "504 , true , true",
    "509 , true , false"
  })
  void whetherARequestThatLeftWasDone(Integer status, boolean mayBeDone, boolean isInDoubt)
      throws SQLException {
    assertThat(holds(AttemptStatus.MAY_BE_DONE, status)).isEqualTo(mayBeDone);
    assertThat(holds(AttemptStatus.IS_IN_DOUBT, status)).isEqualTo(isInDoubt);
  }

  @ParameterizedTest
  @CsvSource({
    "400, false", "401, false", "403, false", "404, false", "408, true", "409, false",
    "424, false", "429, false", "500, true", "501, false", "502, true", "503, true",
    "504, true", "509, true"
  })
  void whetherAnotherTryMayGoThrough(int status, boolean mayPass) {
    assertThat(AttemptStatus.mayPass(status)).isEqualTo(mayPass);
  }

  private static boolean holds(String condition, Integer status) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT 1 FROM (SELECT ? AS http_status) WHERE 1 = 1" + condition)) {
      select.setObject(1, status);
      return select.executeQuery().next();
    }
  }
}
