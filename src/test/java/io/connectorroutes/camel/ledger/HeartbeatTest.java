package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Workers.Worker;
import io.connectorroutes.testing.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process says of itself in the ledger. */
class HeartbeatTest {
  private static final List<String> FAILURE = List.of("results cannot be published: full");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();

  @Test
  void whatCannotBePublishedIsSaidAtOnceAndTakenBackAtOnce() {
    AtomicReference<List<String>> unpublished = new AtomicReference<>(List.of());
    try (IdleLedger idle = new IdleLedger(folder, clock)) {
      Instant since = clock.instant();
      Heartbeat heartbeat = new Heartbeat(idle.ledger(), "run:1", unpublished::get);
      heartbeat.beat();
      unpublished.set(FAILURE);
      heartbeat.beat();
      assertThat(idle.ledger().workers().list())
          .containsExactly(new Worker("run:1", since, FAILURE));
      unpublished.set(List.of());
      heartbeat.beat();
      assertThat(idle.ledger().workers().list())
          .containsExactly(new Worker("run:1", since, List.of()));
      unpublished.set(FAILURE);
      heartbeat.beat();
      heartbeat.end();
      assertThat(idle.ledger().workers().list()).isEmpty();
    }
  }
}
