package io.connectorroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PermissionTest {

  @Test
  void theTokenTellsWhetherItMayWrite() {
    assertThat(Permission.API_CONNECTORS.isIn(token("APIConnectors.ReadWrite.All"))).contains(true);
    assertThat(Permission.API_CONNECTORS.isIn(token("APIConnectors.Read.All"))).contains(false);
    assertThat(Permission.API_CONNECTORS.isIn(token("IdentityUserFlow.Read.All"))).isEmpty();
    assertThat(Permission.API_CONNECTORS.isIn("opaque")).isEmpty();
  }

  @Test
  void aPathTellsWhichOneItNeeds() {
    assertThat(Permission.of("/v1.0/identity/apiConnectors/1")).contains(Permission.API_CONNECTORS);
    assertThat(Permission.of("/v1.0/identity/b2xUserFlows")).contains(Permission.USER_FLOWS);
    assertThat(Permission.of("/beta/connectors/1")).contains(Permission.APP_PROXY);
    assertThat(Permission.of("/v1.0/$batch")).isEmpty();
  }

  private static String token(String role) {
    String claims = "{\"roles\":[\"" + role + "\"]}";
    return "e."
        + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".s";
  }
}
