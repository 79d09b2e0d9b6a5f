package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Operation;
import io.connectorroutes.change.Target;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
                null));
  }
}
