package io.connectorroutes.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.certificate.PfxFile;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits in a ledger of an earlier version gets its thumbprint before it is delivered. */
class EarlierCertificatesTest {
  private static final String PASSWORD = "pässwörd-1234";

  @TempDir Path home;

  @Test
  void aStartReadsTheCertificatesOfChangesThatWait() throws Exception {
    String pfx = new PfxFile(PASSWORD).base64(Identity.ec("P-256"));
    try (TestSystem system = TestSystem.in(home)) {
      try (Ledger ledger = LedgerOpening.open(system.configuration())) {
        ledger.recorder().recordMessage("queue:test", upload("certificate", pfx));
        ledger.recorder().recordMessage("queue:test", upload("none", "eyJ...plA"));
      }
      query("INSERT INTO unread_certificate (seq) SELECT seq FROM change RETURNING 1");

      system.start();

      assertThat(query("SELECT certificate_thumbprint FROM change WHERE change_id = 'certificate'"))
          .isEqualTo(Pkcs12.open(pfx, PASSWORD).thumbprint());
      assertThat(query("SELECT certificate_thumbprint FROM change WHERE change_id = 'none'"))
          .isNull();
      assertThat(query("SELECT COUNT(*) FROM unread_certificate")).isEqualTo("0");
    }
  }

  private static ReceivedRow upload(String changeId, String pfx) {
    Operation operation = Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE;
    ConnectorChange change =
        new ConnectorChange(
            changeId,
            operation,
            null,
            Target.ofId(changeId),
            JsonNodeFactory.instance.objectNode().put("pkcs12Value", pfx).put("password", PASSWORD),
            null,
            null);
    return new ReceivedRow(
        0,
        changeId,
        change,
        operation.wireName(),
        null,
        "tenant/client",
        "id=" + changeId,
        null,
        null,
        "ID:" + changeId,
        null,
        null);
  }

  private String query(String statement) throws SQLException {
    String url = "jdbc:sqlite:" + home.resolve("data/ledger.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement();
        var rows = sql.executeQuery(statement)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
