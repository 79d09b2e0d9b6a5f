package io.connectorroutes.camel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.HostApplication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.support.DefaultRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our metrics in the registry of another application. */
class HostMetricsTest {
  @TempDir Path folder;

  private final SimpleMeterRegistry theirs = new SimpleMeterRegistry();
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  @Test
  void theyAreThereAndAScrapeOfALedgerThatIsAwayWaitsForNothing() {
    try (HostApplication host =
        HostApplication.with(folder.resolve("connector-routes"), sandbox)
            .bind("meters", theirs)
            .start()) {
      host.request("connector-change:submit?await=outcome", Creations.text(0));
      await()
          .until(
              () ->
                  theirs.find("connectorroutes.changes").counters().stream()
                          .mapToDouble(Counter::count)
                          .sum()
                      == 1);
      await().until(() -> theirs.find("connectorroutes.waiting").gauge() != null);
      assertThat(theirs.find("jvm.memory.used").meters()).isEmpty();

      host.embedded().ledgerRoot().ledger().close();
      await().until(() -> theirs.find("connectorroutes.waiting").gauge() == null);
      assertThat(theirs.find("connectorroutes.changes").counters()).hasSize(1);
    }
  }

  @Test
  void anApplicationWithoutARegistryGetsNone() {
    try (HostApplication host =
        HostApplication.with(folder.resolve("connector-routes"), sandbox).start()) {
      host.embedded().ledgerRoot();
      assertThat(host.context().getRegistry().findByType(MeterRegistry.class)).isEmpty();
    }
  }

  @Test
  void ofSeveralRegistriesTheOneThatStandsForAllIsTaken() {
    DefaultRegistry beans = new DefaultRegistry();
    assertThat(MeterRegistries.of(beans)).isNull();
    beans.bind("one", theirs);
    assertThat(MeterRegistries.of(beans)).isSameAs(theirs);
    beans.bind("two", new SimpleMeterRegistry());
    assertThat(MeterRegistries.of(beans)).isNull();
    CompositeMeterRegistry all = new CompositeMeterRegistry();
    beans.bind("all", all);
    assertThat(MeterRegistries.of(beans)).isSameAs(all);
    beans.bind("metricsRegistry", theirs);
    assertThat(MeterRegistries.of(beans)).isSameAs(theirs);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }
}
