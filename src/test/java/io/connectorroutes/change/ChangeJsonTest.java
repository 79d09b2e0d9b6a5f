package io.connectorroutes.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void writesCompactJsonAndReadsItBack() {
    ObjectNode properties = NODES.objectNode().put("displayName", "Prüfung 🔑");
    properties.putObject("authenticationConfiguration").put("password", "p\"w\u0000");
    ConnectorChange change =
        new ConnectorChange(
            "c-1",
            Operation.API_CONNECTOR_UPDATE,
            "north",
            Target.ofId("be1f769b"),
            properties,
            7L,
            Instant.parse("2026-01-02T03:04:05.678901234Z"));

    byte[] json = ChangeJson.write(change);

    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"changeId\":\"c-1\",\"operation\":\"apiConnector.update\",\"tenant\":\"north\","
                + "\"target\":{\"id\":\"be1f769b\"},\"properties\":{\"displayName\":\"Prüfung 🔑\","
                + "\"authenticationConfiguration\":{\"password\":\"p\\\"w\\u0000\"}},"
                + "\"revision\":7,\"notBefore\":\"2026-01-02T03:04:05.678901234Z\"}");
    assertThat(ChangeJson.read(json)).isEqualTo(change);
  }

  @Test
  void leavesOutWhatIsNotThere() {
    ConnectorChange change =
        new ConnectorChange(
            "c-1",
            Operation.CONNECTOR_GROUP_CREATE,
            null,
            Target.NONE,
            NODES.objectNode(),
            null,
            null);

    byte[] json = ChangeJson.write(change);

    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("{\"changeId\":\"c-1\",\"operation\":\"connectorGroup.create\"}");
    assertThat(ChangeJson.read(json)).isEqualTo(change);
  }

  @Test
  void quotesNothingOfWhatItCannotRead() {
    assertThatThrownBy(() -> ChangeJson.read("{\"a\": hunter2}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage("these bytes are not the JSON of a change");
  }
}
