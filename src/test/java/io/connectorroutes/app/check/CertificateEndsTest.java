package io.connectorroutes.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CertificateEndsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
  private static final CertificateEnds ENDS = new CertificateEnds(() -> NOW, Duration.ofDays(30));

  @Test
  void ofAConnectorTheOneCountsThatItAnswersWith() {
    Check check = of(list(connector("Orders", shown("A", 10, false), shown("B", 400, true))));

    assertThat(check).matches(Check::ok);
    assertThat(check.message()).isEqualTo("ends at 2028-01-02T00:00:00Z: Orders");
  }

  @Test
  void whatEndsSoonOrHasEndedFailsAndTheFirstIsNamed() {
    Check check =
        of(
            list(
                connector("Late", shown("A", 400, true))
                    + ","
                    + connector("Soon", shown("B", 29, true))
                    + ","
                    + connector("Ended", shown("C", -1, true))));

    assertThat(check.ok()).isFalse();
    assertThat(check.message()).isEqualTo("ended at 2026-11-27T00:00:00Z: Ended, and 1 more soon");
    assertThat(check.remedy()).contains("apiConnector.uploadClientCertificate");
  }

  @Test
  void connectorsWithPasswordsHaveNone() {
    assertThat(of(list("{\"displayName\":\"Plain\"}")).message()).isEqualTo("none is known");
  }

  @Test
  void ofConnectorsOnFurtherPagesTheLedgersWordCounts() {
    String page = connector("Shown", shown("A", 400, true)).replace("{\"d", "{\"id\":\"s\",\"d");
    List<CertificateEnd> known = List.of(known("s", "Shown", 1), known("x", null, 5));

    Check check =
        ENDS.ofConnectors("certificates", list(page, "https://graph/next"), before(known));
    assertThat(check.ok()).isFalse();
    assertThat(check.message()).isEqualTo("ends at 2026-12-03T00:00:00Z: x");

    assertThat(ENDS.ofConnectors("certificates", list(page), before(known)))
        .as("Graph shows all there are")
        .matches(Check::ok);
  }

  private static CertificateEnd known(String id, String name, int days) {
    return new CertificateEnd("a/1", null, id, name, NOW.plus(Duration.ofDays(days)));
  }

  private static Function<Instant, List<CertificateEnd>> before(List<CertificateEnd> known) {
    return time -> {
      assertThat(time).isEqualTo(NOW.plus(Duration.ofDays(30)));
      return known;
    };
  }

  private static Check of(GraphResponse list) {
    return ENDS.ofConnectors("certificates", list, before -> List.of());
  }

  private static String connector(String name, String... certificates) {
    return "{\"displayName\":\"%s\",\"authenticationConfiguration\":{\"certificateList\":[%s]}}"
        .formatted(name, String.join(",", certificates));
  }

  private static String shown(String digit, int days, boolean active) {
    return "{\"thumbprint\":\"%s\",\"notAfter\":%d,\"isActive\":%s}"
        .formatted(digit.repeat(40), NOW.plus(Duration.ofDays(days)).getEpochSecond(), active);
  }

  private static GraphResponse list(String connectors) {
    return list(connectors, null);
  }

  private static GraphResponse list(String connectors, String nextLink) {
    String next = nextLink == null ? "" : ",\"@odata.nextLink\":\"" + nextLink + "\"";
    String body = "{\"value\":[" + connectors + "]" + next + "}";
    return new GraphResponse(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
