package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints by their URIs, as Camel finds them. */
class ConnectorChangeEndpointTest {
  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void camelFindsTheComponentAndItsOptionsByItself(@TempDir Path home) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Host host =
            new Host(sandbox)
                .set("graph.tenants.fabrikam.tenant-id", "fabrikam")
                .withoutDelivery()
                .start(home)) {
      ConnectorChangeEndpoint endpoint =
          host.context()
              .getEndpoint(
                  "connector-change:submit?await=outcome&timeout=2m&job=orders&tenant=fabrikam",
                  ConnectorChangeEndpoint.class);
      assertThat(endpoint.getVerb()).isEqualTo(ConnectorChangeVerb.SUBMIT);
      assertThat(endpoint.getAwait()).isEqualTo(Await.OUTCOME);
      assertThat(endpoint.getTimeout()).isEqualTo(120_000);
      assertThat(endpoint.getJob()).isEqualTo("orders");
      assertThat(endpoint.getTenant()).isEqualTo("fabrikam");
    }
  }

  @Test
  void withoutTheRoutesItSaysWhichPropertyIsMissing() {
    assertThatThrownBy(() -> context.getEndpoint("connector-change:submit"))
        .rootCause()
        .hasMessage(
            "connector-routes.enabled=true is missing, and connector-change:submit needs it: set it"
                + " in the application's properties");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sumbit | connector-change:sumbit is not known: did you mean submit?
          store | connector-change:store is not known: give one of submit, call, inbox, outcomes, dead-letters, replay
          outcomes | connector-change:outcomes needs the option subscriber: give it
          dead-letters | connector-change:dead-letters needs the option subscriber: give it
          inbox | connector-change:inbox needs the option directory: give it
          inbox?directory=in&await=outcome | connector-change:inbox has no option await: leave it out, it is one of connector-change:submit
          submit?subscriber=a | connector-change:submit has no option subscriber: leave it out, it is one of connector-change:outcomes and connector-change:dead-letters
          submit?timout=1s | connector-change:submit has no option timout: did you mean timeout?
          """)
  void whatDoesNotFitIsRefusedInOneLine(String uri, String line) {
    assertThatThrownBy(() -> context.getEndpoint("connector-change:" + uri))
        .rootCause()
        .hasMessage(line);
  }
}
