package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Camel's redelivery after a throttled call. */
class RetryAfterTest {
  private static final String POSTS = "/v1.0/identity/apiConnectors";
  private static final Duration ASKED = Duration.ofMillis(1_128);

  /** So long that the test ends only where the delay of the policy is not what is waited. */
  private static final Duration OF_POLICY = Duration.ofHours(1);

  /** As an application would write it; a delay of its own only where Graph names none. */
  private static final String ROUTES =
      """
      - onException:
          exception:
            - io.connectorroutes.camel.change.ThrottledException
          onExceptionOccurredRef: connector-routes-retry-after
          redeliveryPolicy:
            maximumRedeliveries: 3
            redeliveryDelay: %d
            asyncDelayedRedelivery: true
      - route:
          from:
            uri: direct:in
            steps:
              - to:
                  uri: connector-change:call
      """
          .formatted(OF_POLICY.toMillis());

  @TempDir Path home;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aRedeliveryWaitsAsLongAsGraphAsks() throws Exception {
    Fault throttle =
        Fault.on("POST", POSTS).times(2).headers(Map.of("Retry-After", "1.128")).answer(429);
    try (Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().faults(List.of(throttle)).build());
        HostApplication host = HostApplication.with(home, sandbox).routes(redelivering()).start()) {
      Exchange exchange = host.request("direct:in", Requests.create("c-1", "One").toString());

      assertThat(sandbox.faultsFired()).hasSize(2);
      assertThat((Map<?, ?>) exchange.getMessage().getBody())
          .extracting("outcome")
          .isEqualTo("applied");
      assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(Exchange.REDELIVERY_DELAY);
      List<Instant> times = sandbox.journal().stream().map(JournalEntry::time).toList();
      assertThat(times).hasSize(3);
      assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThanOrEqualTo(ASKED);
      assertThat(Duration.between(times.get(1), times.get(2))).isGreaterThanOrEqualTo(ASKED);
    }
  }

  private static RouteBuilder redelivering() {
    return new RouteBuilder() {
      @Override
      public void configure() throws Exception {
        PluginHelper.getRoutesLoader(getContext())
            .loadRoutes(ResourceHelper.fromString("redelivering.camel.yaml", ROUTES));
      }
    };
  }

  @Test
  void afterAnyOtherExceptionTheDelayOfThePolicyHolds() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);

      for (Exception failure :
          List.of(
              new GraphUnavailableException("away", 503, "http503", null),
              new ThrottledException("busy", 429, "http429", null, null))) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        new RetryAfterProcessor().process(exchange);
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
      }
    }
  }
}
