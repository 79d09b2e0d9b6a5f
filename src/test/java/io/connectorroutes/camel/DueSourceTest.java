package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Operation;
import io.connectorroutes.change.Target;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long delivery waits when it found nothing to do. */
class DueSourceTest {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LEASE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private CamelContext context;
  private Ledger ledger;
  private DueSource source;

  @BeforeEach
  void open() {
    Path data = folder.resolve("data");
    ledger =
        Ledgers.open(
            new LedgerSettings(
                "jdbc:sqlite:" + data.resolve("ledger.db"),
                null,
                null,
                null,
                data.resolve("ledger.key"),
                LEASE),
            clock);
    context = new DefaultCamelContext();
    // A planner that leaves everything as it is: what is due cannot be had.
    context.addComponent(
        "ledger",
        new LedgerComponent(
            ledger, (due, view) -> new TenantPlan<>(List.of(), null, List.of()), "run:1", LEASE));
    source = new DueSource(context.getEndpoint("ledger:due", LedgerEndpoint.class), e -> {});
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    ledger.close();
  }

  @Test
  void whatIsNotDueForLongIsWaitedForByPolls() throws Exception {
    record(clock.instant().plusSeconds(10));
    assertThat(source.take(() -> {})).isFalse();
    assertThat(source.patience()).isEqualTo(POLL);
  }

  @Test
  void whatIsDueSoonIsWaitedForToTheMillisecond() throws Exception {
    record(clock.instant().plusMillis(20));
    assertThat(source.take(() -> {})).isFalse();
    assertThat(source.patience()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void whatBecameDueAfterTheSearchIsSearchedForAtOnce() throws Exception {
    record(clock.instant().plusMillis(20));
    assertThat(source.take(() -> {})).isFalse();
    clock.advance(Duration.ofMillis(20));
    assertThat(source.patience()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void whatWasDueAndCouldNotBeHadIsNotAskedForAllTheTime() throws Exception {
    record(null);
    assertThat(source.take(() -> {})).isFalse();
    assertThat(source.patience()).isEqualTo(Duration.ofMillis(50));
  }

  private void record(Instant notBefore) {
    ConnectorChange change =
        new ConnectorChange(
            "c1",
            Operation.API_CONNECTOR_UPDATE,
            null,
            Target.ofId("x1"),
            JsonNodeFactory.instance.objectNode().put("targetUrl", "https://api.contoso.com/"),
            null,
            notBefore);
    ledger
        .recorder()
        .recordMessage(
            "queue:q",
            new ReceivedRow(
                0,
                change.changeId(),
                change,
                change.operation().wireName(),
                null,
                "contoso/app",
                "id=x1",
                null,
                null,
                "ID:1",
                null));
  }
}
