package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Operation;
import io.connectorroutes.change.Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteLedgerTest extends HostContract {
  @TempDir Path folder;

  static LedgerSettings settings(Path folder) {
    Path data = folder.resolve("data");
    return new LedgerSettings(
        "jdbc:sqlite:" + data.resolve("ledger.db"),
        null,
        null,
        null,
        data.resolve("ledger.key"),
        LEASE);
  }

  @Override
  Ledger open(RequestBudget budget) {
    return Ledgers.open(settings(folder).withBudget(budget), clock);
  }

  @Test
  void aLineThatStandsStillIsRepaired() throws Exception {
    send(
        Samples.update("c1", "x"),
        Samples.update("c2", "x"),
        Samples.update("c3", "y"),
        Samples.of(Operation.API_CONNECTOR_DELETE, "c4", Target.ofId("z")));
    corrupt("UPDATE change SET state = 'settled' WHERE change_id = 'c1'");
    corrupt(
        "UPDATE change SET state = 'gated', gate = 'look:API_CONNECTOR' WHERE change_id = 'c4'");
    assertThat(deliverAll()).containsExactly("c3");
    ledger.deliveries().sweep();
    assertThat(deliverAll()).containsExactlyInAnyOrder("c2", "c4");
  }

  private void corrupt(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(settings(folder).url());
        Statement sql = connection.createStatement()) {
      assertThat(sql.executeUpdate(statement)).isEqualTo(1);
    }
  }
}
