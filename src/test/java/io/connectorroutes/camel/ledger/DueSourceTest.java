package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long delivery waits when it found nothing to do. */
class DueSourceTest {
  private static final Duration POLL = Duration.ofSeconds(1);

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private IdleLedger idle;
  private DueSource source;

  @BeforeEach
  void open() {
    idle = new IdleLedger(folder, clock);
    source = new DueSource(idle.due(), exchange -> {});
  }

  @AfterEach
  void close() {
    idle.close();
  }

  @Test
  void whatIsNotDueForLongIsWaitedForByPolls() throws Exception {
    record(clock.instant().plusSeconds(10));
    assertThat(source.take(() -> {})).isFalse();
    assertThat(source.pollDelay()).isEqualTo(POLL);
  }

  @Test
  void whatIsDueSoonIsWaitedForToTheMillisecond() throws Exception {
    record(clock.instant().plusMillis(20));
    assertThat(source.take(() -> {})).isFalse();
    assertThat(source.pollDelay()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void whatBecameDueAfterTheSearchIsSearchedForAtOnce() throws Exception {
    record(clock.instant().plusMillis(20));
    assertThat(source.take(() -> {})).isFalse();
    clock.advance(Duration.ofMillis(20));
    assertThat(source.pollDelay()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void whatWasDueAndCouldNotBeHadIsNotAskedForAllTheTime() throws Exception {
    record(null);
    assertThat(source.take(() -> {})).isFalse();
    assertThat(source.pollDelay()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aLeaseIsRenewedThoughOtherHousekeepingFailsAndTriedAgainAtOnce() throws Exception {
    AtomicInteger renewals = new AtomicInteger();
    try (IdleLedger troubled =
        new IdleLedger(folder.resolve("troubled"), clock, l -> troubled(l, renewals))) {
      LedgerEndpoint due = troubled.due();
      Duration third = due.getComponent().lease().dividedBy(3);
      DueSource[] busy = new DueSource[1];
      busy[0] =
          new DueSource(
              due,
              exchange -> {
                clock.advance(third);
                assertThatThrownBy(busy[0]::housekeep)
                    .isInstanceOf(DatabaseUnavailableException.class);
                assertThatThrownBy(busy[0]::housekeep).isInstanceOf(IllegalStateException.class);
              });
      assertThat(busy[0].take(() -> {})).isTrue();
    }
    assertThat(renewals).hasValue(2);
  }

  /** One whose claims can be renewed at the second try, and whose reports always fail. */
  private Ledger troubled(Ledger ledger, AtomicInteger renewals) {
    Claimed<GraphCall> claimed =
        new Claimed<>(
            "contoso/app",
            "lease-1",
            clock.instant(),
            clock.instant().plusSeconds(120),
            new GraphCall.OfList(
                new GraphRequest("GET", "/v1.0/identity/apiConnectors", null, "contoso/app", "r-1"),
                1,
                ObjectKind.API_CONNECTOR,
                true,
                clock.instant()),
            List.of(),
            List.of());
    Deliveries deliveries =
        proxy(
            Deliveries.class,
            method ->
                switch (method) {
                  case "claim" -> Optional.of(claimed);
                  case "recoverLeases" -> 0;
                  case "renew" -> {
                    if (renewals.incrementAndGet() == 1) {
                      throw new DatabaseUnavailableException("away", null);
                    }
                    yield null;
                  }
                  default -> null;
                });
    return proxy(
        Ledger.class,
        method ->
            switch (method) {
              case "deliveries" -> deliveries;
              case "clock" -> ledger.clock();
              default -> throw new IllegalStateException("broken, as the test asks for");
            });
  }

  private static <T> T proxy(Class<T> type, Function<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method.getName())));
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
    idle.ledger()
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
                null,
                null));
  }
}
